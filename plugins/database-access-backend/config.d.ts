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

import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Towpath: access to databases that live in other AWS accounts. */
  databaseAccess?: {
    /**
     * The name of this portal: 1 to 12 lower-case letters and digits, a letter first. Everything that it makes in AWS
     * carries it, so no two portals may have the same name in the same accounts.
     */
    installation: string;

    /** The one key to remove for the real AWS. Refused when NODE_ENV is production. */
    simulatedAws?: {
      /** Where simulated AWS listens; a loopback address, e.g. `http://127.0.0.1:4566`. */
      endpoint: string;
      /** The portal's own account in simulated AWS. */
      accountId: string;
    };

    /** Where the portal asks for the addresses of databases, which move when a database fails over. */
    dns?: {
      /**
       * Default: the servers of the machine; with `simulatedAws`, simulated AWS. An address, with its port if that is
       * not 53.
       */
      servers?: string[];
    };

    /**
     * Where services of AWS are called instead of where AWS has them, e.g. VPC endpoints without private DNS names. Without
     * it the portal calls AWS's own, or those of the variables `AWS_ENDPOINT_URL_<SERVICE>`. See docs/endpoints.md.
     */
    endpoints?: Array<{
      /** By IAM's prefix. */
      service:
        | 'cloudtrail'
        | 'cloudwatch'
        | 'ec2'
        | 'elasticloadbalancing'
        | 'events'
        | 'iam'
        | 'lambda'
        | 'logs'
        | 'organizations'
        | 'pricing'
        | 'ram'
        | 'rds'
        | 'route53'
        | 'servicequotas'
        | 'sts'
        | 'vpc-lattice';
      /** The Region for which it is. Default: every one. */
      region?: string;
      /** An https address without a path. */
      url: string;
    }>;

    /** What AWS tells of databases: with it the portal is as quick as AWS when one fails over. See docs/failover.md. */
    events?: {
      /**
       * The topics of the events service on which events of RDS arrive, from EventBridge or from an event subscription;
       * one for each queue. Default: `[database-access-rds]`. Nothing arrives unless a module of the events backend
       * publishes it there.
       */
      topics?: string[];
    };

    /** The names of the IAM roles that the portal assumes, with their path if they have one. */
    roles?: {
      /** Looks, never changes. Default: `database-access-read`. */
      read?: string;
      /** Builds and takes away. Default: `database-access-provision`. */
      provision?: string;
      /** As which Lambda runs the updaters of an account's databases. The portal does not make it; there is no default. */
      updater?: string;
    };

    /**
     * Lets the targets of a database follow a failover while the portal is down: a function in the database's own
     * account, part of every new share over PrivateLink there.
     */
    updater?: {
      /** Default: false. Each account needs `roles.updater`, too. */
      enabled?: boolean;
    };

    /**
     * Keeps the log of who connects to databases over VPC Lattice, of which AWS publishes no metric: part of every new
     * share over VPC Lattice. AWS bills the lines by the GB. Without it, logs that others keep are read. See docs/time.md.
     */
    accessLogs?: {
      /**
       * The name of a log group that every account of databases has in each of its Regions; it begins with
       * `/aws/vendedlogs/vpc-lattice/`. The portal does not make it.
       */
      logGroup: string;
    };

    /** How it may be found out whether an access can be reached, when somebody asks for it. */
    reachability?: {
      /** AWS's VPC Reachability Analyzer: reads the configuration on both sides. AWS bills each analysis. */
      analyzer?: {
        /** Default: false. The policies of the provision roles grow with it: see `yarn setup:roles`. */
        enabled?: boolean;
      };
      /** Opens a connection from where clients are. */
      prober?: {
        /**
         * What the name of a function begins with that each network has in its account, attached to its VPC: behind it
         * come a hyphen and the network's name. docs/reachability.md has its code. A module may set another prober instead.
         */
        functionPrefix: string;
      };
    };

    /** The accounts that the portal may enter. One that is not listed is never called. */
    accounts?: Array<{
      /** Twelve digits, in quotes. */
      accountId: string;
      /** What people call it. Default: the account id. */
      name?: string;
      /** The Regions to look at, e.g. `[us-east-1]`. */
      regions: string[];
      /**
       * The ExternalId that the roles' trust policies in this account ask for. Each account needs its own; without it
       * the account is not entered.
       *
       * @visibility secret
       */
      externalId?: string;
      /** Entity ref of the group that owns the account's databases. */
      owner?: string;
      /** Let the tag `database-access:owner` of a database name its owner. Default: false. */
      allowOwnerTags?: boolean;
      /** Take VPCs tagged `database-access:network` and `database-access:owner` as networks. Default: false. */
      allowNetworkTags?: boolean;
      /**
       * Let networks in this account reach databases of accounts that are not in its organisation; one person more has to
       * agree then. Default: false.
       */
      allowOutsideOrganization?: boolean;
      /** The organisational unit that the account lies in, as `databaseAccess.patterns` calls it. */
      organizationalUnit?: string;
      /** Another log group in this account. */
      accessLogs?: {
        logGroup: string;
      };
      /** How the account's databases are shared over PrivateLink. */
      privateLink?: {
        /**
         * Gives the endpoint service of each database a name beside, `<database>.<domain>`, under which networks of the
         * same Region know it, too. Towpath writes the TXT record by which AWS verifies the domain. Certificates of RDS
         * do not have this name. See docs/patterns.md.
         */
        privateDnsName?: {
          /** A domain of yours, for this account only, e.g. `orders.db.example.com`. */
          domain: string;
          /** The id of the public hosted zone of this domain, or of one above it. It lies in this account. */
          hostedZoneId: string;
        };
      };
      /** Other role names in this account. */
      roles?: {
        read?: string;
        provision?: string;
        updater?: string;
      };
    }>;

    /** How long requests may wait for people; nothing waits for ever, and nothing keeps others from asking. */
    requests?: {
      /** A request that nobody has decided for so long is over: it is `expired`. Default: `{ days: 14 }`. */
      decideWithin?: HumanDuration | string;
      /**
       * An approval that was not used for so long counts no more, whatever kept the request from its start: it goes back
       * to those who decide. Default: `{ days: 7 }`.
       */
      startWithin?: HumanDuration | string;
      /** Those whose turn it is are reminded after so long, and again after as long. Default: `{ days: 2 }`. */
      remindAfter?: HumanDuration | string;
      /** Others may decide, too, what nobody has decided for so long. Default: nobody. */
      escalate?: {
        after: HumanDuration | string;
        /** Entity ref of a group or person. */
        to: string;
      };
      /**
       * Who belongs to the groups that decide is noted when a request is filed, sent back or given to others. What becomes
       * of the approval of somebody who joined afterwards: `refused`, or `flagged`, that is written down and shown as such;
       * it fills no seat either way, so somebody who was a member must approve it, too. Default: `refused`.
       */
      newMembers?: 'refused' | 'flagged';
    };

    /**
     * Who may have access to what, who decides, and for how long. All rules that apply hold together: any refusal refuses,
     * demands for deciders add up, the shortest duration holds, and nothing is approved automatically where any rule asks
     * for a person. Where no rule names anybody, one of the database's owners decides. See docs/policy.md.
     */
    policy?: {
      /**
       * The AWS tag of a database that names the class of its data; a database without it has that of its entity's label of
       * this name. Default: `data-classification`.
       */
      classificationTag?: string;
      /** AWS tags of databases that policies of modules look at: no others are read. */
      tags?: string[];
      rules?: Array<{
        /** Unique; 1 to 64 lower-case letters, digits and inner hyphens. It stands in plans and timelines. */
        id: string;
        /** Why, in one sentence, for the people whom it concerns. */
        because: string;
        /** Where it applies: everything that is given must fit, of a list one is enough. Default: everywhere. */
        when?: {
          database?: {
            /** Values of `databaseAccess.patterns.environmentTag`; `unknown`: it has none. */
            environments?: string[];
            /** Values of `classificationTag`; `unknown`: it has none. */
            dataClassifications?: string[];
            /** Entity refs. */
            owners?: string[];
            /** Full entity refs of systems; `unknown` is no system. */
            systems?: string[];
            accounts?: string[];
            organizationalUnits?: string[];
            /** AWS tags that the database has, all of them. */
            tags?: { [key: string]: string };
          };
          network?: {
            accounts?: string[];
            organizationalUnits?: string[];
            /** Entity refs. */
            owners?: string[];
          };
          /** Whether the two accounts are in different organisations. */
          outsideOrganization?: boolean;
          /** Whether the requester belongs to the group that owns the database. */
          requesterOwnsDatabase?: boolean;
          /** `lattice` is all three patterns of VPC Lattice. */
          patterns?: string[];
          durationOver?: HumanDuration | string;
          /** USD a month without use; what nobody knows the price of is over it. */
          monthlyCostOver?: number;
        };
        /** Nobody may have it. */
        refuse?: boolean;
        /** Nobody need be asked. */
        approve?: 'automatically';
        /** Who must agree. */
        decide?: Array<{
          /** `database-owner`, `network-owner`, or the entity ref of a group or person with its kind. */
          by: string;
          /** How many people; each fills one seat only. Default: 1. */
          count?: number;
          /** Those of stage 2 are asked when all of stage 1 have agreed. Default: 1. */
          stage?: number;
        }>;
        /** The longest duration. */
        longest?: HumanDuration | string;
        /** What the form proposes. */
        default?: HumanDuration | string;
        /** The patterns that may be used; `lattice` is all three of VPC Lattice. */
        patterns?: string[];
        /** Whether more time needs a new decision by the same people. Default: it does. */
        extending?: 'new-decision' | 'within-longest';
        /** Whoever approves has to say why. Default: false. */
        commentRequired?: boolean;
      }>;
      /** Access before anybody is asked, for what cannot wait: short, told to everybody whom it concerns, and looked at. */
      emergency?: {
        /** Groups and people who may. */
        who: string[];
        /** Default: `{ hours: 4 }`. */
        longest?: HumanDuration | string;
        /** Who has to look at it: `database-owner`, `network-owner`, groups and people. Default: `[database-owner]`. */
        review?: string[];
        /** Default: `{ days: 1 }`. */
        reviewWithin?: HumanDuration | string;
      };
    };

    /** How long access lasts. See docs/time.md. */
    shares?: {
      /** The most that one request may ask for, a year at most. Default: `{ days: 90 }`. */
      longestDuration?: HumanDuration | string;
      /** The most that one extension may add, a year at most. Default: `{ days: 90 }`. */
      longestExtension?: HumanDuration | string;
      /** How often an access may be extended. Default: 3. */
      mostExtensions?: number;
      /**
       * How long before its end people are told of it. One that is longer than half of what an access lasts is left out.
       * Default: `[{ days: 7 }, { days: 1 }, { hours: 1 }]`.
       */
      remindBefore?: Array<HumanDuration | string>;
      /** After how long the owners of a database are asked whether an access to it is still needed. Default: never. */
      recertifyEvery?: HumanDuration | string;
      /** How long they have to answer. Default: `{ days: 14 }`. */
      recertifyWithin?: HumanDuration | string;
      /** What happens if they do not: they are asked again, or the access ends. Default: `remind`. */
      recertifyOtherwise?: 'remind' | 'revoke';
      /**
       * After how long without use an access becomes a finding that proposes to end it; only where AWS publishes by which it
       * can be told. Default: never.
       */
      idleAfter?: HumanDuration | string;
    };

    /** What becomes of what somebody changed or removed in AWS outside of the portal. See docs/drift.md. */
    drift?: {
      /**
       * `report`: it is shown, and people are told. `repair`: what opens nothing is put back by itself, too. `ignore`: it
       * is shown, and nobody is told. Default: `report`.
       */
      mode?: 'report' | 'repair' | 'ignore';
      /**
       * With `repair`: whether what opens a path again waits for those who own the database, or is put back by itself,
       * too. Default: `decision`.
       */
      reopens?: 'decision' | 'automatic';
      /**
       * Whether CloudTrail of the account is asked who it was: its `read` role needs `cloudtrail:LookupEvents` then.
       * Default: true.
       */
      askCloudTrail?: boolean;
    };

    /** Entity ref of the group that may end any access, e.g. `group:default/platform-team`. Default: nobody. */
    platformTeam?: string;

    /** Which ways to connect are forbidden or preferred, and where. */
    patterns?: {
      /**
       * The AWS tag of a database that names its environment; a database without it has that of its entity's label of
       * this name. Default: `environment`.
       */
      environmentTag?: string;
      /** All that fit forbid; the first that fits decides what is preferred. What is forbidden nobody can choose. */
      rules?: Array<{
        /** Patterns that nobody may use here: `lattice` is all three of VPC Lattice. Either this or `prefer`. */
        forbid?: Array<
          | 'lattice'
          | 'lattice-resource-endpoint'
          | 'lattice-service-network'
          | 'lattice-consumer-network'
          | 'privatelink'
        >;
        /** The pattern to recommend here, where it would work. */
        prefer?:
          | 'lattice-resource-endpoint'
          | 'lattice-service-network'
          | 'lattice-consumer-network'
          | 'privatelink';
        /** Why, in one sentence, for the people whom it concerns. */
        because: string;
        /** Where it holds: everything that is given must fit. Default: everywhere. */
        when?: {
          database?: {
            /** Values of `environmentTag`. */
            environments?: string[];
            /** Ids of `databaseAccess.accounts`. */
            accounts?: string[];
            /** Those of `accounts[].organizationalUnit`. */
            organizationalUnits?: string[];
            /** AWS tags that the database has, all of them. */
            tags?: { [key: string]: string };
          };
          network?: {
            accounts?: string[];
            organizationalUnits?: string[];
          };
          /** Only where the two accounts are not in one organisation. Default: false. */
          outsideOrganization?: boolean;
        };
      }>;
    };

    /**
     * Zones: networks and databases whose owners agreed that each of these networks may reach each of these databases. Each
     * zone has one VPC Lattice service network, for the pattern `lattice-service-network`. See docs/zones.md.
     */
    zones?: Array<{
      /** Unique; 1 to 63 lower-case letters, digits and inner hyphens. */
      name: string;
      /** What people call it. Default: the name. */
      title?: string;
      /** The networking account, which owns the service network: an account of `databaseAccess.accounts`. */
      accountId: string;
      /** A Region of that account. All networks and databases of the zone are in it. */
      region: string;
      /** Names of networks. */
      networks: string[];
      /** ARNs of RDS DB instances and clusters. No other zone has the same network and the same database. */
      databases: string[];
    }>;

    /** Where access is used: the consumers' networks. */
    networks?: Array<{
      /** Unique; 1 to 63 lower-case letters, digits and inner hyphens. */
      name: string;
      /** What people call it. Default: the name. */
      title?: string;
      /** Entity ref of the group that may ask for access from this network. */
      owner: string;
      /** An account of `databaseAccess.accounts`. */
      accountId: string;
      /** A Region of that account. */
      region: string;
      vpcId: string;
      /** The subnets that may hold endpoints. */
      subnetIds: string[];
      /** The security groups of the clients. */
      clientSecurityGroupIds?: string[];
    }>;
  };
}
