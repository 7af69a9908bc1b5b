import { defineEntity, p } from '@mikro-orm/core';
import { id, keyedHash, time } from '../database/columns.js';
import { Invitation } from './invitation.entity.js';

const InvitationLinkSchema = defineEntity({
  name: 'InvitationLink',
  tableName: 'invitation_link',
  properties: {
    id: id(),
    invitation: () => p.manyToOne(Invitation).deleteRule('cascade').index(),
    tokenHash: keyedHash().unique(),
    madeAt: time(),
  },
});

/** The link of a reminder: it opens the same invitation as the first mail's, which goes on working. Gone when the invitation is sent again. */
export class InvitationLink extends InvitationLinkSchema.class {}
InvitationLinkSchema.setClass(InvitationLink);
