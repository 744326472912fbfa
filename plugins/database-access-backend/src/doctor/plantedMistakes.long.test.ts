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

import '../__testUtils__/unpacedReads';
import { ConfigReader } from '@backstage/config';
import {
  DeleteSecurityGroupCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import {
  Company,
  exampleCompany,
  populate,
  SimulatedAws,
  SimulatedClock,
  World,
} from '@towpath/simulated-aws';
import { developmentSection } from '../__testUtils__/developmentConfig';
import { adminOf } from '../__testUtils__/adminOf';
import { CheckResult } from './CheckResult';
import { doctorOf } from './doctor';

jest.setTimeout(60_000);

const ORDERS = '333333333333';
const ANALYTICS = '666666666666';
const NETWORKING = '222222222222';
const REGION = 'us-east-1';

/** A landing zone that somebody has made a mistake in. */
interface LandingZone {
  /** `databaseAccess` of config. */
  section: any;
  company: Company;
  /** As soon as the company is in AWS. */
  later: Array<(place: Place) => Promise<unknown> | unknown>;
}

interface Place {
  aws: SimulatedAws;
  world: World;
  /** Once the doctor has gone, whatever it heard. */
  gone: Promise<void>;
}

/** Changes of what is there before AWS and config are read. */
type Plant = (zone: LandingZone) => void;

const accountIn = ({ section }: LandingZone, accountId: string) =>
  section.accounts.find(
    (a: { accountId: string }) => a.accountId === accountId,
  );

const networkIn = ({ section }: LandingZone, name: string) =>
  section.networks.find((n: { name: string }) => n.name === name);

const iamOf = (place: Place, accountId: string) =>
  adminOf(place, { accountId, region: REGION }).iam;

/** Somebody edits the trust policy of a role. */
function trust(
  accountId: string,
  RoleName: string,
  edit: (statement: any) => void,
): Plant {
  return ({ later }) =>
    later.push(async place => {
      const iam = iamOf(place, accountId);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const policy = JSON.parse(
        decodeURIComponent(Role!.AssumeRolePolicyDocument!),
      );
      edit(policy.Statement[0]);
      const PolicyDocument = JSON.stringify(policy);
      await iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }),
      );
    });
}

/** Somebody takes an action out of all policies of a role. */
function without(accountId: string, RoleName: string, action: string): Plant {
  return editing(accountId, RoleName, statements => {
    for (const statement of statements) {
      statement.Action = statement.Action.filter(
        (one: string) => one !== action,
      );
    }
    return statements.filter(({ Action }) => Action.length > 0);
  });
}

/** Somebody lets a role do all that it may only where a condition holds of which the portal knows nothing. */
function onlyWhere(
  accountId: string,
  RoleName: string,
  condition: Record<string, string>,
): Plant {
  return editing(accountId, RoleName, statements =>
    statements.map(statement => ({
      ...statement,
      Condition: { ...statement.Condition, ArnLike: condition },
    })),
  );
}

/** Somebody edits the statements of all policies of a role. */
function editing(
  accountId: string,
  RoleName: string,
  edit: (statements: any[]) => any[],
): Plant {
  return ({ later }) =>
    later.push(async place => {
      const iam = iamOf(place, accountId);
      const { PolicyNames } = await iam.send(
        new ListRolePoliciesCommand({ RoleName }),
      );
      for (const PolicyName of PolicyNames!) {
        const answer = await iam.send(
          new GetRolePolicyCommand({ RoleName, PolicyName }),
        );
        const policy = JSON.parse(decodeURIComponent(answer.PolicyDocument!));
        policy.Statement = edit(policy.Statement);
        await iam.send(
          new PutRolePolicyCommand({
            RoleName,
            PolicyName,
            PolicyDocument: JSON.stringify(policy),
          }),
        );
      }
    });
}

function withPolicy(
  accountId: string,
  RoleName: string,
  statement: object,
): Plant {
  return ({ later }) =>
    later.push(place =>
      iamOf(place, accountId).send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: 'planted',
          PolicyDocument: JSON.stringify({ Statement: [statement] }),
        }),
      ),
    );
}

/** Something between the portal and AWS changes an answer, or gives none. */
function between(
  meddle: (
    request: { asked: string; scope: string },
    answer: () => Promise<any>,
    gone: Promise<void>,
  ) => Promise<any>,
): Plant {
  return ({ later }) =>
    later.push(({ aws, gone }) => {
      const handle = aws.handle.bind(aws);
      jest.spyOn(aws, 'handle').mockImplementation(request =>
        meddle(
          {
            asked: Buffer.from(request.body).toString(),
            scope: request.headers.authorization ?? '',
          },
          () => handle(request),
          gone,
        ),
      );
    });
}

const READ = 'database-access-read';
const PROVISION = 'database-access-provision';
const UPDATER = 'database-access-updater';

const withUpdaters: Plant = zone => {
  zone.section.updater = { enabled: true };
  accountIn(zone, ORDERS).roles = { updater: UPDATER };
};

const all =
  (...plants: Plant[]): Plant =>
  zone =>
    plants.forEach(plant => plant(zone));

/** What was planted, where the doctor must find it, and words that it must say. */
type Mistake = [
  mistake: string,
  plant: Plant,
  account: string,
  verdict: 'warn' | 'fail',
  said: RegExp,
  remedy: RegExp,
];

const SHUT = 'read roles stay shut';
const SILENT = 'an account is silent';

/**
 * Mistakes rarely come alone: those of one landing zone are all there at once, and none may hide another. What else the
 * doctor fails follows from them.
 */
const LANDING_ZONES: Array<
  [zone: string, mistakes: Mistake[], follows?: RegExp]
> = [
  [
    'the portal is not known',
    [
      [
        'the portal has no credentials that work',
        between(async ({ asked, scope }, answer) => {
          if (
            asked.includes('GetCallerIdentity') &&
            scope.includes('=111111111111')
          ) {
            throw Object.assign(new Error('no'), {
              name: 'CredentialsProviderError',
            });
          }
          return answer();
        }),
        'portal',
        'fail',
        /no AWS credentials of its own that work.*CredentialsProviderError/,
        /aws\.mainAccount/,
      ],
    ],
  ],
  [
    'ExternalIds are not told apart',
    [
      [
        'two accounts have one ExternalId',
        zone => {
          accountIn(zone, ORDERS).externalId = accountIn(
            zone,
            ANALYTICS,
          ).externalId;
        },
        'portal',
        'fail',
        /externalId is the one of account 333333333333 too|externalId is the one of account 666666666666 too/,
        /app-config\.yaml/,
      ],
    ],
  ],
  [
    'a network is nowhere',
    [
      [
        'a network lies in an account that config lacks',
        zone => {
          networkIn(zone, 'analytics-databricks').accountId = '123456789012';
        },
        'portal',
        'fail',
        /networks\[1\]\.accountId is 123456789012 in us-east-1, which databaseAccess\.accounts does not have/,
        /the backend would not start/,
      ],
    ],
  ],
  [
    'zones overlap',
    [
      [
        'a pair is in two zones',
        ({ section }) => {
          const zone = {
            accountId: '222222222222',
            region: REGION,
            networks: ['analytics-databricks'],
            databases: [`arn:aws:rds:${REGION}:${ORDERS}:db:orders-postgres`],
          };
          section.zones = [
            { ...zone, name: 'one' },
            { ...zone, name: 'another' },
          ];
        },
        'portal',
        'fail',
        /zones\[1\]\.networks has analytics-databricks and \S+, which the zone one has both, too/,
        /the backend would not start/,
      ],
    ],
  ],
  [
    SHUT,
    [
      [
        'config names another read role than there is',
        zone => {
          accountIn(zone, ORDERS).roles = { read: 'database-access-reader' };
        },
        ORDERS,
        'fail',
        /333333333333 \(orders-prod\) refused .*database-access-reader.*role may be missing/,
        /arn:aws:iam::333333333333:role\/database-access-reader/,
      ],
      [
        'the read role trusts another account',
        trust(ANALYTICS, READ, statement => {
          statement.Principal.AWS = 'arn:aws:iam::123456789012:root';
        }),
        ANALYTICS,
        'fail',
        /666666666666 \(analytics\) refused .*may not trust arn:aws:iam::111111111111:root/,
        /trust policy of arn:aws:iam::666666666666:role\/database-access-read/,
      ],
    ],
  ],
  [
    'ExternalIds were forgotten',
    [
      [
        'config has no ExternalId',
        zone => {
          delete accountIn(zone, ORDERS).externalId;
        },
        ORDERS,
        'fail',
        /333333333333 \(orders-prod\) has no externalId in the portal's config/,
        /openssl rand -hex 16.*yarn setup:roles --account 333333333333/,
      ],
      [
        'the read role asks for no ExternalId',
        trust(ANALYTICS, READ, statement => delete statement.Condition),
        ANALYTICS,
        'fail',
        /666666666666 \(analytics\) let the portal do sts:AssumeRole of its role database-access-read without an ExternalId/,
        /add the condition StringEquals sts:ExternalId/,
      ],
    ],
  ],
  [
    'there is something in between, and a network is not ready',
    [
      [
        'what stands between answers as another account',
        between(async ({ asked, scope }, answer) => {
          const given = await answer();
          // The portal itself, whose access key is its account’s id, is answered as ever.
          if (
            !asked.includes('GetCallerIdentity') ||
            scope.includes('=111111111111')
          ) {
            return given;
          }
          const body = Buffer.from(given.body)
            .toString()
            .replaceAll(ORDERS, '123456789012');
          return { ...given, body: Buffer.from(body) };
        }),
        ORDERS,
        'fail',
        /333333333333 \(orders-prod\) answered sts:GetCallerIdentity as account 123456789012/,
        /See what answers the portal in the place of AWS/,
      ],
      [
        'a policy denies deleting endpoints',
        withPolicy(ANALYTICS, PROVISION, {
          Effect: 'Deny',
          Action: 'ec2:DeleteVpcEndpoints',
          Resource: '*',
        }),
        ANALYTICS,
        'fail',
        /ec2:DeleteVpcEndpoints \(a policy denies it/,
        /let arn:aws:iam::666666666666:role\/database-access-provision do it/,
      ],
      [
        'a security group of a network is gone',
        ({ later }) =>
          later.push(place => {
            // Its clients went before it.
            const ec2 = place.world.documents[`ec2/${ANALYTICS}/${REGION}`] as {
              networkInterfaces: Record<string, { groupIds: string[] }>;
            };
            for (const [id, { groupIds }] of Object.entries(
              ec2.networkInterfaces,
            )) {
              if (groupIds.includes('sg-06666000000000018')) {
                delete ec2.networkInterfaces[id];
              }
            }
            return adminOf(place, {
              accountId: ANALYTICS,
              region: REGION,
            }).ec2.send(
              new DeleteSecurityGroupCommand({
                GroupId: 'sg-06666000000000018',
              }),
            );
          }),
        ANALYTICS,
        'fail',
        /666666666666 has no security group sg-06666000000000018/,
        /Correct clientSecurityGroupIds/,
      ],
      [
        'the VPC of a network has its DNS host names switched off',
        ({ later }) =>
          later.push(place =>
            adminOf(place, { accountId: ANALYTICS, region: REGION }).ec2.send(
              new ModifyVpcAttributeCommand({
                VpcId: 'vpc-06666000000000001',
                EnableDnsHostnames: { Value: false },
              }),
            ),
          ),
        ANALYTICS,
        'fail',
        /enableDnsHostnames is off in vpc-06666000000000001 of account 666666666666/,
        /--enable-dns-hostnames/,
      ],
      [
        'a private zone of a network lies above all names of RDS',
        ({ later }) =>
          later.push(place =>
            adminOf(place, {
              accountId: ANALYTICS,
              region: REGION,
            }).route53.send(
              new CreateHostedZoneCommand({
                Name: 'rds.amazonaws.com',
                CallerReference: 'planted',
                VPC: { VPCId: 'vpc-06666000000000001', VPCRegion: REGION },
              }),
            ),
          ),
        ANALYTICS,
        'warn',
        /has the private zone rds\.amazonaws\.com \(\w+ of 666666666666\), above the names of databases: the most specific zone wins/,
        /If clients in vpc-06666000000000001 use a record of \w+ .*; else nothing is to be done/,
      ],
      [
        'an account has left the organisation whose unit config names',
        zone => {
          zone.company.accounts.analytics.inOrganization = false;
          accountIn(zone, ANALYTICS).organizationalUnit = 'workloads/prod';
        },
        ANALYTICS,
        'fail',
        /config says that it lies in the organisational unit workloads\/prod/,
        /Let the account join/,
      ],
    ],
  ],
  [
    'config does not fit',
    [
      [
        'config names another provision role than there is',
        all(
          zone => {
            accountIn(zone, ORDERS).roles = { provision: 'elsewhere' };
          },
          withPolicy(ORDERS, READ, {
            Effect: 'Allow',
            Action: 'iam:GetRole',
            Resource: '*',
          }),
        ),
        ORDERS,
        'fail',
        /333333333333 \(orders-prod\) has no role elsewhere/,
        /roles\.provision/,
      ],
      [
        'a Region of config is not switched on',
        zone => accountIn(zone, ORDERS).regions.push('eu-south-1'),
        ORDERS,
        'fail',
        /333333333333 \(orders-prod\) has not switched on the Region eu-south-1: AWS says not-opted-in/,
        /Enable eu-south-1 in account 333333333333/,
      ],
      [
        'a quota is used up',
        ({ later }) =>
          later.push(({ world }) => {
            Object.assign(world.documents, {
              [`servicequotas/${ORDERS}/${REGION}`]: {
                granted: { 'L-E79EC296': 3 },
              },
            });
          }),
        ORDERS,
        'fail',
        /333333333333 \(orders-prod\) has 3 of at most 3 security groups in us-east-1/,
        /Service Quotas \(L-E79EC296, us-east-1\)/,
      ],
      [
        'config wants updaters and names no role for them',
        ({ section }) => {
          section.updater = { enabled: true };
        },
        ORDERS,
        'warn',
        /names no role for them in account 333333333333/,
        /set roles\.updater/,
      ],
      [
        'an account has left the organisation',
        ({ company }) => {
          company.accounts.analytics.inOrganization = false;
        },
        ANALYTICS,
        'warn',
        /666666666666 \(analytics\) is in no organisation/,
        /allowOutsideOrganization: true/,
      ],
      [
        'a network names a subnet of another VPC',
        zone =>
          networkIn(zone, 'analytics-databricks').subnetIds.push(
            'subnet-06666000000000021',
          ),
        ANALYTICS,
        'fail',
        /The subnet subnet-06666000000000021 of account 666666666666 belongs to vpc-06666000000000002, and not to vpc-06666000000000001/,
        /Correct subnetIds/,
      ],
      [
        'a network names a security group of another VPC',
        zone =>
          networkIn(zone, 'analytics-databricks').clientSecurityGroupIds.push(
            'sg-06666000000000020',
          ),
        ANALYTICS,
        'fail',
        /The security group sg-06666000000000020 of account 666666666666 belongs to vpc-06666000000000002/,
        /Correct clientSecurityGroupIds/,
      ],
    ],
    /role\/elsewhere\)|its role elsewhere do/,
  ],
  [
    'roles were changed by hand',
    [
      [
        'the provision role trusts another account',
        trust(ORDERS, PROVISION, statement => {
          statement.Principal.AWS = 'arn:aws:iam::123456789012:root';
        }),
        ORDERS,
        'fail',
        /names arn:aws:iam::123456789012:root, and not the portal, which is arn:aws:iam::111111111111:root/,
        /correct the trust policy of arn:aws:iam::333333333333:role\/database-access-provision/,
      ],
      [
        'the provision role may not make resource gateways',
        without(ORDERS, PROVISION, 'vpc-lattice:CreateResourceGateway'),
        ORDERS,
        'fail',
        /does not let its role database-access-provision do vpc-lattice:CreateResourceGateway \(no policy allows it/,
        /let arn:aws:iam::333333333333:role\/database-access-provision do it/,
      ],
      [
        'CloudTrail may not be asked who changed something',
        without(ORDERS, READ, 'cloudtrail:LookupEvents'),
        ORDERS,
        'warn',
        /do cloudtrail:LookupEvents \(no policy allows it.*, so nobody says who changed something outside of the portal/,
        /let arn:aws:iam::333333333333:role\/database-access-read do it/,
      ],
      [
        'the role of the updater trusts somebody else than Lambda',
        all(
          withUpdaters,
          trust(ORDERS, UPDATER, statement => {
            statement.Principal = { Service: 'ec2.amazonaws.com' };
          }),
        ),
        ORDERS,
        'fail',
        /trusts ec2\.amazonaws\.com, and not lambda\.amazonaws\.com/,
        /let its trust policy name lambda\.amazonaws\.com/,
      ],
      [
        'a network names a VPC that is not there',
        zone => {
          networkIn(zone, 'analytics-databricks').vpcId = 'vpc-0deadbeef';
        },
        ANALYTICS,
        'fail',
        /666666666666 has no VPC vpc-0deadbeef in us-east-1, which config names for the network analytics-databricks/,
        /Correct vpcId of the network analytics-databricks/,
      ],
    ],
  ],
  [
    'IAM keeps silent',
    [
      [
        'the provision role lets others in, too',
        trust(ORDERS, PROVISION, statement => {
          statement.Principal.AWS = [
            statement.Principal.AWS,
            'arn:aws:iam::123456789012:role/somebody',
          ];
        }),
        ORDERS,
        'warn',
        /lets others use its role database-access-provision beside the portal: arn:aws:iam::123456789012:role\/somebody/,
        /name nobody but the portal/,
      ],
      [
        'IAM may not be asked, and the provision role may not make security groups',
        all(
          without(ORDERS, READ, 'iam:SimulatePrincipalPolicy'),
          without(ORDERS, PROVISION, 'ec2:CreateSecurityGroup'),
        ),
        ORDERS,
        'fail',
        /do ec2:CreateSecurityGroup \(it was refused when it was tried\)/,
        /database-access-provision do it/,
      ],
      [
        'IAM may not be asked, and the read role may not read VPC Lattice',
        all(
          without(ORDERS, READ, 'iam:SimulatePrincipalPolicy'),
          without(ORDERS, READ, 'vpc-lattice:ListResourceConfigurations'),
        ),
        ORDERS,
        'fail',
        /do vpc-lattice:ListResourceConfigurations \(it was refused when it was tried\)/,
        /database-access-read do it/,
      ],
      [
        'IAM may not be asked',
        without(ORDERS, READ, 'iam:SimulatePrincipalPolicy'),
        ORDERS,
        'warn',
        /could not be tried without changing something: .*vpc-lattice:CreateResourceGateway/,
        /Allow iam:SimulatePrincipalPolicy/,
      ],
      [
        'the zone of private DNS names is not there',
        zone => {
          accountIn(zone, ORDERS).privateLink = {
            privateDnsName: {
              domain: 'orders.example.com',
              hostedZoneId: 'Z0NOTTHERE',
            },
          };
        },
        ORDERS,
        'fail',
        /333333333333 has no hosted zone Z0NOTTHERE/,
        /Correct privateLink\.privateDnsName/,
      ],
      [
        'a quota is nearly used up',
        ({ later }) =>
          later.push(({ world }) => {
            Object.assign(world.documents, {
              [`servicequotas/${ORDERS}/${REGION}`]: {
                granted: { 'L-E79EC296': 3.5 },
              },
            });
          }),
        ORDERS,
        'warn',
        /has 3 of at most 3.5 security groups/,
        /Service Quotas/,
      ],
    ],
  ],
  [
    'another landing zone was copied',
    [
      [
        'the provision role asks for another ExternalId',
        trust(ORDERS, PROVISION, statement => {
          statement.Condition.StringEquals['sts:ExternalId'] = 'that-of-before';
        }),
        ORDERS,
        'fail',
        /asks for another ExternalId than the one that databaseAccess\.accounts has/,
        /yarn setup:roles --account 333333333333/,
      ],
      [
        'the role of VPC Lattice is missing and may not be made',
        without(ORDERS, PROVISION, 'iam:CreateServiceLinkedRole'),
        ORDERS,
        'fail',
        /has no AWSServiceRoleForVpcLattice, and its role database-access-provision may not let/,
        /create-service-linked-role --aws-service-name vpc-lattice\.amazonaws\.com/,
      ],
      [
        'a Region has no VPC Lattice',
        all(
          zone => accountIn(zone, ORDERS).regions.push('eu-west-1'),
          between(async ({ scope }, answer) => {
            if (scope.includes('/eu-west-1/vpc-lattice/')) {
              throw Object.assign(new Error('getaddrinfo ENOTFOUND'), {
                code: 'ENOTFOUND',
              });
            }
            return answer();
          }),
        ),
        ORDERS,
        'fail',
        /VPC Lattice of Account 333333333333 \(orders-prod\) was not found in eu-west-1/,
        /forbid lattice in databaseAccess\.patterns/,
      ],
      [
        'the zone of private DNS names is of another domain',
        zone => {
          accountIn(zone, ORDERS).privateLink = {
            privateDnsName: {
              domain: 'orders.example.org',
              hostedZoneId:
                exampleCompany.accounts['orders-prod'].publicZone.id,
            },
          };
        },
        ORDERS,
        'fail',
        /is that of orders\.example\.com, which orders\.example\.org is not part of/,
        /for orders\.example\.org or a domain above it/,
      ],
    ],
    /do iam:CreateServiceLinkedRole|has no AWSServiceRoleForElasticLoadBalancing|ENOTFOUND/,
  ],
  [
    'nobody can tell beforehand what the call brings',
    [
      [
        'IAM cannot say what the provision role may do',
        onlyWhere(ORDERS, PROVISION, { 'aws:SourceArn': 'arn:aws:ec2:*' }),
        ORDERS,
        'warn',
        /IAM cannot say whether the role database-access-provision of account 333333333333 may do .*vpc-lattice:CreateResourceGateway.*: a policy asks for aws:SourceArn, which only the call itself brings/,
        /without that condition|with a first access/,
      ],
      [
        'IAM cannot say whether the role of VPC Lattice may be made',
        () => {},
        ORDERS,
        'warn',
        /AWSServiceRoleForVpcLattice is not there yet, and IAM cannot say whether .*: a policy asks for aws:SourceArn/,
        /create-service-linked-role/,
      ],
    ],
  ],
  [
    'the networking account was forgotten',
    [
      [
        'the role of VPC Lattice may not be made where the service networks are',
        all(zone => {
          // It shares no database, and holds service networks only.
          delete accountIn(zone, NETWORKING).owner;
        }, without(NETWORKING, PROVISION, 'iam:CreateServiceLinkedRole')),
        NETWORKING,
        'fail',
        /222222222222 \(networking\) has no AWSServiceRoleForVpcLattice/,
        /create-service-linked-role --aws-service-name vpc-lattice\.amazonaws\.com/,
      ],
      [
        'VPC Lattice does not answer there',
        all(
          zone => accountIn(zone, NETWORKING).regions.push('eu-west-1'),
          between(async ({ scope }, answer) => {
            if (scope.includes('/eu-west-1/vpc-lattice/')) {
              throw Object.assign(new Error('getaddrinfo ENOTFOUND'), {
                code: 'ENOTFOUND',
              });
            }
            return answer();
          }),
        ),
        NETWORKING,
        'fail',
        /VPC Lattice of Account 222222222222 \(networking\) was not found in eu-west-1/,
        /forbid lattice in databaseAccess\.patterns/,
      ],
    ],
    /do iam:CreateServiceLinkedRole|ENOTFOUND/,
  ],
  [
    'trust is too wide',
    [
      [
        'the provision role asks for no ExternalId',
        trust(ORDERS, PROVISION, statement => delete statement.Condition),
        ORDERS,
        'fail',
        /its role database-access-provision without an ExternalId/,
        /add the condition StringEquals sts:ExternalId/,
      ],
      [
        'the role of the updater is missing',
        all(withUpdaters, ({ later }) =>
          later.push(async place => {
            const iam = iamOf(place, ORDERS);
            await iam.send(
              new DeleteRolePolicyCommand({
                RoleName: UPDATER,
                PolicyName: 'updater',
              }),
            );
            await iam.send(new DeleteRoleCommand({ RoleName: UPDATER }));
          }),
        ),
        ORDERS,
        'fail',
        /333333333333 \(orders-prod\) has no role database-access-updater/,
        /correct roles\.updater/,
      ],
      [
        'a Region of config does not exist',
        zone => accountIn(zone, ORDERS).regions.push('us-east-7'),
        ORDERS,
        'fail',
        /There is no Region us-east-7/,
        /Correct regions in the entry of account 333333333333/,
      ],
      [
        'RAM does not share inside the organisation',
        ({ company }) => {
          company.organization.sharesResources = false;
        },
        'portal',
        'fail',
        /RAM does not share inside the organisation/,
        /enable-sharing-with-aws-organization/,
      ],
    ],
  ],
  [
    'trust is too narrow',
    [
      [
        'the provision role takes no session tags',
        trust(ORDERS, PROVISION, statement => {
          statement.Action = ['sts:AssumeRole', 'sts:SetSourceIdentity'];
        }),
        ORDERS,
        'fail',
        /does not allow sts:TagSession/,
        /correct the trust policy/,
      ],
      [
        'the read role may not read databases',
        without(ORDERS, READ, 'rds:DescribeDBInstances'),
        ORDERS,
        'fail',
        /does not let its role database-access-read do rds:DescribeDBInstances/,
        /yarn setup:roles --account 333333333333/,
      ],
    ],
  ],
  [
    SILENT,
    [
      [
        'an account does not answer',
        between(async ({ scope }, answer, gone) => {
          const given = await answer();
          if (scope.includes('/ec2/')) {
            await gone;
          }
          return given;
        }),
        ORDERS,
        'fail',
        /333333333333 \(orders-prod\) did not answer in time/,
        /reaches AWS in us-east-1/,
      ],
    ],
    /did not answer in time/,
  ],
];

async function ask(
  plant: Plant,
  options: { accountIds?: string[]; deadlineMs?: number } = {},
) {
  const zone: LandingZone = {
    section: await developmentSection(),
    company: structuredClone(exampleCompany) as Company,
    later: [],
  };
  // It has locked the portal out on purpose.
  zone.section.accounts = zone.section.accounts.filter(
    (account: { name: string }) => account.name !== 'quarantine',
  );
  plant(zone);
  const world = new World({ clock: SimulatedClock.frozen() });
  populate(world, zone.company);
  const aws = SimulatedAws.create({ world });
  let leave!: () => void;
  const gone = new Promise<void>(resolve => {
    leave = resolve;
  });
  for (const work of zone.later) {
    await work({ aws, world, gone });
  }
  world.calls.clear();
  const results = await doctorOf(
    new ConfigReader({ databaseAccess: zone.section }),
    {
      ...options,
      newRequestHandler: () => aws.requestHandler(),
    },
  ).finally(leave);
  await aws.close();
  return { results, calls: world.calls.toJSON() };
}

const textOf = ({ account, said, remedy }: CheckResult) =>
  `${account}: ${said} ${remedy ?? ''}`;

interface Call {
  operation: string;
  outcome: string;
}

/** Operations that change nothing, and those of EC2 that only asked whether they would. */
const isHarmless = (call: Call) =>
  /^[a-z0-9-]+:(Describe|Get|List|Lookup|Simulate)/.test(call.operation) ||
  call.operation === 'sts:AssumeRole' ||
  call.outcome === 'DryRunOperation' ||
  call.outcome === 'UnauthorizedOperation';

describe('the doctor', () => {
  let sound: CheckResult[];
  const toldIn = new Map<string, CheckResult[]>();

  it('finds nothing to mend in a landing zone without a mistake, and changes nothing', async () => {
    const { results, calls } = await ask(() => {});
    sound = results;
    expect(results.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
    expect(calls.length).toBeGreaterThan(30);
    expect(calls.filter(call => !isHarmless(call))).toEqual([]);
  });

  it('is asked to find at least 25 mistakes', () => {
    const names = LANDING_ZONES.flatMap(([, mistakes]) =>
      mistakes.map(([mistake]) => mistake),
    );
    expect(names.length).toBeGreaterThanOrEqual(25);
    expect(new Set(names).size).toBe(names.length);
  });

  describe.each(LANDING_ZONES)('where %s', (zone, mistakes, follows) => {
    let told: CheckResult[];
    let calls: Call[];

    beforeAll(async () => {
      const answer = await ask(all(...mistakes.map(([, plant]) => plant)), {
        ...(zone !== SHUT && { accountIds: [ORDERS, ANALYTICS, NETWORKING] }),
        ...(zone === SILENT && { deadlineMs: 2_000 }),
      });
      told = answer.results;
      calls = answer.calls;
      toldIn.set(zone, told);
    });

    it.each(mistakes)(
      'finds that %s',
      (_mistake, _plant, account, verdict, said, remedy) => {
        const saying = (results: CheckResult[]) =>
          results.filter(
            result => result.account === account && said.test(result.said),
          );
        const found = saying(told);
        expect(found.length).toBeGreaterThan(0);
        for (const result of found) {
          expect(result.verdict).toBe(verdict);
          expect(result.remedy ?? '').toMatch(remedy);
          expect(`${result.account} ${textOf(result)}`).toContain(account);
        }
        // It is news: a landing zone without the mistake has nothing of the kind.
        expect(saying(sound)).toEqual([]);
      },
    );

    it('finds nothing else to mend, changes nothing and gives no ExternalId away', () => {
      const others = told.filter(
        result =>
          result.verdict === 'fail' &&
          !follows?.test(result.said) &&
          !mistakes.some(
            ([, , account, , said]) =>
              result.account === account && said.test(result.said),
          ),
      );
      expect(others).toEqual([]);
      expect(calls.filter(call => !isHarmless(call))).toEqual([]);
      expect(JSON.stringify(told)).not.toContain('simulated-');
    });
  });

  it('tells of the other accounts what it tells without the broken ones', () => {
    const others = (results: CheckResult[]) =>
      results.filter(
        ({ account }) => account !== ORDERS && account !== ANALYTICS,
      );
    expect(others(toldIn.get(SHUT)!)).toEqual(others(sound));
  });
});
