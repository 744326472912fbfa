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

import { Share, ZonePair } from './shares';

/**
 * Where a wish for more time stands. `expired`: the access was over before anybody decided.
 *
 * @public
 */
export type ExtensionStatus =
  | 'pending'
  | 'approved'
  | 'denied'
  | 'cancelled'
  | 'expired';

/**
 * One person's word on an extension. Never changed, never removed.
 *
 * @public
 */
export interface ExtensionDecision {
  id: string;
  /** Full entity ref of the person. */
  deciderRef: string;
  decision: 'approve' | 'deny';
  comment?: string;
  /** ISO 8601, UTC. */
  decidedAt: string;
}

/**
 * A wish that an access lasts longer.
 *
 * @public
 */
export interface ShareExtension {
  id: string;
  shareId: string;
  requestId: string;
  status: ExtensionStatus;
  /** Who asked for more time. */
  askedBy: string;
  /** Whose access it is. */
  requesterRef: string;
  databaseRef: string;
  /** The network's name. */
  network: string;
  durationSeconds: number;
  reason: string;
  /** ISO 8601, UTC: when the access ends without it, or ended before it. */
  expiresAt: string;
  /** ISO 8601, UTC: when it ends with it. */
  until: string;
  /** What lasts longer with it, because a network leaves its zone as a whole; itself counted. Outside of zones: itself. */
  together: ZonePair[];
  /** Groups or people: one of each must approve. Empty if nobody had to. */
  deciderRefs: string[];
  decisions: ExtensionDecision[];
  /** What the person who asks may do now; the backend checks again. */
  actions: { decide: boolean; cancel: boolean };
  /** Why `decide` is false, one sentence. */
  cannotDecideBecause?: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  updatedAt: string;
}

/**
 * Whether and how a share may be given more time at this moment.
 *
 * @public
 */
export interface ExtensionOffer {
  mayExtend: boolean;
  /** Why not, one sentence. */
  because?: string;
  /** ISO 8601, UTC: from when on more time may be asked for. */
  from: string;
  /** The most that one extension may add. */
  longestSeconds: number;
  /** Somebody has to agree; otherwise it lasts longer at once. */
  needsDecision: boolean;
  deciderRefs: string[];
  /** How often it was extended, and how often it may be. */
  extended: number;
  mostExtensions: number;
  /** What lasts longer with it, itself counted. */
  together: ZonePair[];
}

/**
 * The extensions of a share, the newest first, and whether there may be another one.
 *
 * @public
 */
export interface ShareExtensions {
  items: ShareExtension[];
  offer: ExtensionOffer;
  /** ISO 8601, UTC: when people will be told that it ends, the next one first. */
  remindsAt: string[];
}

/**
 * The body of `POST /shares/:id/extensions`.
 *
 * @public
 */
export interface NewExtension {
  durationSeconds: number;
  /** Why it is needed longer; kept in the timeline. */
  reason: string;
  /** The same key by the same person with the same body asks once. */
  idempotencyKey: string;
}

/**
 * The body of `POST /extensions/:id/decisions`.
 *
 * @public
 */
export interface NewExtensionDecision {
  decision: 'approve' | 'deny';
  comment?: string;
  /** The end that the person saw, `until` of the extension: a yes counts for that one only. */
  until: string;
}

/**
 * Whether an access is still needed: it stays as it is, ends earlier, or ends now.
 *
 * @public
 */
export type CertificationVerdict = 'keep' | 'shorten' | 'revoke';

/**
 * What an owner of a database says of one of its shares.
 *
 * @public
 */
export interface NewCertification {
  shareId: string;
  verdict: CertificationVerdict;
  /** ISO 8601, UTC: when it shall end; for `shorten` only. */
  expiresAt?: string;
  /** Why; needed unless it is kept. */
  comment?: string;
}

/**
 * What became of one of them.
 *
 * @public
 */
export interface CertificationResult {
  shareId: string;
  verdict: CertificationVerdict;
  /** The share as it is now; absent if it was refused. */
  share?: Share;
  /** Why it was refused: the others are not concerned. */
  error?: { code?: string; message: string };
}

/**
 * The answer of `POST /shares/certifications`, in the order of what was said.
 *
 * @public
 */
export interface CertificationResults {
  items: CertificationResult[];
}
