/*
 * Copyright 2026 The Towpath Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { defineState } from '../../core/state';

export type ShareAssociationStatus =
  | 'ASSOCIATING'
  | 'ASSOCIATED'
  | 'FAILED'
  | 'DISASSOCIATING'
  | 'DISASSOCIATED';

export interface ShareAssociation {
  type: 'PRINCIPAL' | 'RESOURCE';
  /** An account id, organisation or OU ARN; or the resource's ARN. */
  associatedEntity: string;
  status: ShareAssociationStatus;
  statusMessage?: string;
  external: boolean;
  createdAt: number;
  updatedAt: number;
  /** For a principal: the consumer sees the resources from this moment on; undefined until it is accepted. */
  visibleAt?: number;
}

export interface ResourceShare {
  arn: string;
  name: string;
  ownerAccountId: string;
  allowExternalPrincipals: boolean;
  status: 'PENDING' | 'ACTIVE' | 'FAILED' | 'DELETING' | 'DELETED';
  permissionArns: string[];
  associations: ShareAssociation[];
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
}

export interface ShareInvitation {
  arn: string;
  shareArn: string;
  shareName: string;
  senderAccountId: string;
  receiverAccountId: string;
  status: 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'EXPIRED';
  invitedAt: number;
  /** The receiver sees it from this moment on. */
  visibleAt: number;
}

/** Kept with the account that owns the share, invitations too. */
export interface RamState {
  shares: Record<string, ResourceShare>;
  invitations: Record<string, ShareInvitation>;
  clientTokens: Record<string, { digest: string; id: string }>;
}

export const ramState = defineState<RamState>('ram', () => ({
  shares: {},
  invitations: {},
  clientTokens: {},
}));
