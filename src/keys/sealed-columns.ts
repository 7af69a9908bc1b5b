import type { MikroORM } from '@mikro-orm/core';
import { EncryptedType } from '../privacy/encrypted.js';

/** A table with sealed columns, as it stands in the database. */
export interface SealedTable {
  readonly table: string;
  /** The column of the primary key, by which the table is walked through. */
  readonly key: string;
  readonly columns: readonly { readonly name: string; readonly context: string }[];
}

/** Tables that are read and written by hand, so that no entity tells of them. A guard finds one that is missing here. */
const WITHOUT_ENTITIES: readonly SealedTable[] = [
  {
    table: 'session',
    key: 'id_hash',
    columns: [
      { name: 'data', context: 'session.data' },
      { name: 'device', context: 'session.device' },
    ],
  },
];

/** Every sealed column there is: those of the entities' `encrypted(...)` types, and those above. */
export function sealedTables(orm: Pick<MikroORM, 'getMetadata'>): SealedTable[] {
  const ofEntities = [...orm.getMetadata().getAll().values()].flatMap((entity): SealedTable[] => {
    const columns = entity.props.flatMap(({ fieldNames, customType }) =>
      customType instanceof EncryptedType ? [{ name: fieldNames[0] ?? '', context: customType.context }] : [],
    );
    if (columns.length === 0) return [];
    const [key, more] = entity.getPrimaryProps().flatMap(({ fieldNames }) => fieldNames);
    if (!key || more) throw new Error(`${entity.tableName} has sealed columns, so its key must be one column`);
    return [{ table: entity.tableName, key, columns }];
  });
  return [...ofEntities, ...WITHOUT_ENTITIES].sort((one, other) => one.table.localeCompare(other.table));
}
