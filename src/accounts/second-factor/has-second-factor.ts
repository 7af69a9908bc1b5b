import type { EntityManager } from '@mikro-orm/postgresql';
import { SecondFactor } from './second-factor.entity.js';

/** Whether an account asks for a second step at sign-in. Recovery codes alone are none. */
export const hasSecondFactor = async (em: EntityManager, accountId: string): Promise<boolean> =>
  (await em.count(SecondFactor, { account: accountId })) > 0;
