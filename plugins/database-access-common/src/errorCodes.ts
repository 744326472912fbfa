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

/**
 * The `code` beside the name of an error, and of a finding. Each is stable; the sentence is not.
 *
 * @public
 */
export const ERROR_CODES = {
  /** No such entity, or the caller may not see it. */
  databaseNotFound: 'database_not_found',
  /** The entity is not a database. */
  notADatabase: 'not_a_database',
  /** The entity names no RDS ARN. */
  arnMissing: 'arn_missing',
  /** The annotation is not the ARN of an RDS instance or cluster. */
  arnInvalid: 'arn_invalid',
  /** The ARN's account does not stand in config. */
  accountNotConfigured: 'account_not_configured',
  /** The ARN's Region is not configured for its account. */
  regionNotConfigured: 'region_not_configured',
  /** The account did not let the portal in: trust, ExternalId or permission. */
  accountRefused: 'account_refused',
  /** The account answered with another account's identity. */
  accountMismatch: 'account_mismatch',
  /** AWS could not be reached or failed. */
  awsUnavailable: 'aws_unavailable',
  /** AWS throttled. */
  awsThrottled: 'aws_throttled',
  /** Something else has to end first: AWS is still using or changing it. */
  awsBusy: 'aws_busy',
  /** The account has no role for the updater, or one that Lambda cannot assume. */
  updaterRoleMissing: 'updater_role_missing',
  /** The role that changes things may not do what is to be done. */
  rolePermissionMissing: 'role_permission_missing',
  /** A quota of AWS is reached. */
  awsQuotaExceeded: 'aws_quota_exceeded',
  /** What shall be made exists already and is not of this installation. */
  awsObjectForeign: 'aws_object_foreign',
  /** One account cannot see yet what another shares with it or made for it. */
  awsNotVisibleYet: 'aws_not_visible_yet',
  /** The account has no such database. */
  databaseGone: 'database_gone',
  /** AWS refuses a publicly accessible database. */
  databasePublic: 'database_public',
  /** The database lacks the tag `database-access:shareable=true`. */
  databaseNotShareable: 'database_not_shareable',
  /** The entity's owner and the owner that AWS or config names differ. */
  ownerMismatch: 'owner_mismatch',
  /** Neither config nor a tag names the database's owner. */
  ownerUnknown: 'owner_unknown',
  /** Two entities name this ARN. */
  arnNotUnique: 'arn_not_unique',
  /** RDS gives the database another status than `available`. */
  databaseNotAvailable: 'database_not_available',
  /** A VPC's tags do not make a network: no valid name, no valid owner, or a name that is taken. */
  networkInvalid: 'network_invalid',
  /** Network and database lie in different Regions. */
  otherRegion: 'other_region',
  /** None of the availability zones of one side carries VPC Lattice. */
  zonesUnsupported: 'zones_unsupported',
  /** Network and database have no availability zone in common. */
  noCommonZone: 'no_common_zone',
  /** A subnet has no address left for an endpoint. */
  subnetFull: 'subnet_full',
  /** A network names a subnet, VPC or security group that its account does not have. */
  networkGone: 'network_gone',
  /** The database lies in the network's own VPC. */
  sameVpc: 'same_vpc',
  /** The network's VPC does not resolve private names. */
  vpcDnsDisabled: 'vpc_dns_disabled',
  /** The network names no security group of its clients. */
  clientSecurityGroupsMissing: 'client_security_groups_missing',
  /** The clients' security group does not let their calls out. */
  clientEgressMissing: 'client_egress_missing',
  /** A network ACL stops the packets. */
  networkAclDenies: 'network_acl_denies',
  /** None of the database's security groups is offered for a rule of ours. */
  securityGroupNotShareable: 'security_group_not_shareable',
  /** The VPC resolves the database's name by something else already. */
  endpointExists: 'endpoint_exists',
  /** A private zone of the VPC holds the database's name, or one above it. */
  nameShadowed: 'name_shadowed',
  /** The networks' account must accept an invitation, because it is outside the organisation. */
  outsideOrganization: 'outside_organization',
  /** Both accounts are in one organisation, and RAM does not share inside it. */
  organizationSharingOff: 'organization_sharing_off',
  /** Config forbids this way to connect here. */
  patternForbidden: 'pattern_forbidden',
  /** Another way than the recommended was chosen, and nobody says why. */
  overrideReasonMissing: 'override_reason_missing',
  /** None of the caller's groups owns such a network. */
  networkNotAllowed: 'network_not_allowed',
  /** More plans than 20 in a minute. */
  tooManyPlans: 'too_many_plans',
  /** A duration that is too short or too long. */
  durationInvalid: 'duration_invalid',
  /** A purpose that says nothing, or a reason that is missing. */
  purposeMissing: 'purpose_missing',
  /** What would be built is not what the person saw. */
  planChanged: 'plan_changed',
  /** A blocking finding stands in the way. */
  planBlocked: 'plan_blocked',
  /** The key was used for another request. */
  idempotencyKeyReused: 'idempotency_key_reused',
  /** The network has access to the database, or somebody has asked for it. */
  alreadyShared: 'already_shared',
  /** No such request, or the caller may not see it. */
  requestNotFound: 'request_not_found',
  /** The request is decided, cancelled or over. */
  requestNotPending: 'request_not_pending',
  /** The request is not approved. */
  requestNotApproved: 'request_not_approved',
  /** Nobody decides their own request. */
  ownRequest: 'own_request',
  /** Nobody but the requester could decide. */
  noDecider: 'no_decider',
  /** A service said it in a person's name. */
  notInPerson: 'not_in_person',
  /** The caller is not one of those who own the database. */
  notADecider: 'not_a_decider',
  /** Not the one who asked. */
  notTheRequester: 'not_the_requester',
  /** A refusal says why. */
  commentRequired: 'comment_required',
  /** No such share, or the caller may not see it. */
  shareNotFound: 'share_not_found',
  /** Neither the one who asked nor an owner of the database or of the network. */
  notEntitled: 'not_entitled',
  /** Somebody in AWS holds it by the tag `database-access:hold`. */
  heldInAws: 'held_in_aws',
  /** A sweep has seen no such object, or has it no more. */
  orphanNotFound: 'orphan_not_found',
  /** Somebody has said already what becomes of it. */
  orphanDecided: 'orphan_decided',
  /** No access lost an object like it, or it is not as an access needs it. */
  orphanNotAdoptable: 'orphan_not_adoptable',
  /** Whoever proposes something does not confirm it. */
  secondPersonNeeded: 'second_person_needed',
  /** The share is over, or there is nothing to try again. */
  shareNotLiving: 'share_not_living',
  /** A cursor that this list did not give. */
  cursorInvalid: 'cursor_invalid',
  /** No zone has both the network and the database. */
  noZone: 'no_zone',
  /** The network has joined the service network in another way. */
  joinedOtherwise: 'joined_otherwise',
  /** The VPC is associated with another service network. */
  vpcAssociated: 'vpc_associated',
  /** In a zone more becomes reachable than what is asked for. */
  zoneOpensMore: 'zone_opens_more',
  /** What would become reachable in a zone is reachable in another way. */
  accessElsewhere: 'access_elsewhere',
  /** A share cannot be changed into that. */
  changeImpossible: 'change_impossible',
  /** A network leaves its zone as a whole. */
  zoneEndsTogether: 'zone_ends_together',
  /** A policy refuses it. */
  policyRefuses: 'policy_refuses',
  /** Longer than policies allow. */
  durationTooLong: 'duration_too_long',
  /** The person joined the groups that decide after these were asked. */
  joinedSince: 'joined_since',
  /** Those of an earlier stage decide first. */
  notYourTurn: 'not_your_turn',
  /** Only few may have access before anybody is asked. */
  emergencyNotEntitled: 'emergency_not_entitled',
  /** Nothing was asked, or it is not this person's to answer. */
  nothingToAnswer: 'nothing_to_answer',
  /** There is nothing to review, or somebody has done it. */
  nothingToReview: 'nothing_to_review',
  /** What the service network of a zone carries is changing. */
  zoneChanging: 'zone_changing',
  /** No such extension, or the caller may not see it. */
  extensionNotFound: 'extension_not_found',
  /** It is too early, too often, or somebody has asked for more time already. */
  extensionImpossible: 'extension_impossible',
  /** The extension is decided, cancelled or over. */
  extensionNotPending: 'extension_not_pending',
  /** It would lead to another end than the person saw. */
  extensionChanged: 'extension_changed',
  /** Nobody says whether their own access is still needed. */
  ownShare: 'own_share',
  /** Nobody has to say whether the share is still needed. */
  shareNotDue: 'share_not_due',
  /** The new end of a share is not between now and the end that it has. */
  endInvalid: 'end_invalid',
  /** No entity of the catalog names the share's database any more. */
  databaseRemoved: 'database_removed',
  /** Neither config nor tags have the share's network any more. */
  networkRemoved: 'network_removed',
  /** Nothing of this portal can find out whether a share can be reached, or not in this way. */
  reachabilityUnavailable: 'reachability_unavailable',
  /** An account of the share is not in config any more. */
  accountRemoved: 'account_removed',
  /** Nothing has passed for long. */
  shareIdle: 'share_idle',
} as const;

/** @public */
export type ErrorCode = (typeof ERROR_CODES)[keyof typeof ERROR_CODES];
