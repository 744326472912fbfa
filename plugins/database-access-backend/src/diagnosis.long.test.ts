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
import { TestDatabases } from '@backstage/backend-test-utils';
import { diagnose } from './health';
import { PathScene, VICTIM } from './__testUtils__/PathScene';

jest.setTimeout(300_000);

const only = (records: Record<string, any>) => Object.values(records)[0];

/** What somebody does in AWS, and what has to be said of it. */
const BREAKS: ReadonlyArray<{
  what: string;
  act: (scene: PathScene) => void | Promise<void>;
  layer: string;
  verdict: string;
  says: RegExp;
}> = [
  {
    what: 'the rule in the database’s group is deleted',
    act: async scene => {
      const { securityGroupRules } = scene.records('ec2', 'provider');
      const id = await scene.idOf('database-ingress', 'securityGroupRuleId');
      delete securityGroupRules[id];
      scene.changed();
    },
    layer: 'network',
    verdict: 'found',
    says: /time out although AWS calls everything active/,
  },
  {
    what: 'the VPC has DNS support switched off',
    act: scene => {
      only(scene.records('ec2', 'consumer').vpcs).enableDnsSupport = false;
      scene.changed();
    },
    layer: 'dns',
    verdict: 'found',
    says: /enableDnsSupport switched off/,
  },
  {
    what: 'the database is stopped',
    act: scene => {
      only(scene.records('rds', 'provider').instances).status = 'stopped';
      scene.changed();
    },
    layer: 'database',
    verdict: 'found',
    says: /The database itself does not answer: .* is stopped/,
  },
  {
    what: 'the provider deletes the endpoint’s association',
    act: scene => {
      const associations = scene.records(
        'vpc-lattice',
        'provider',
      ).resourceEndpointAssociations;
      for (const id of Object.keys(associations)) {
        delete associations[id];
      }
      scene.changed();
    },
    layer: 'trust',
    verdict: 'found',
    says: /has cut the endpoint off/,
  },
  {
    what: 'the role in the account of the database may read nothing more',
    act: scene => {
      const { roles } = scene.records('iam', 'provider', 'aws-global');
      roles['database-access-read'].inlinePolicies = {};
    },
    layer: 'iam',
    verdict: 'unreadable',
    says: /Nothing that was read is wrong, but not everything could be read/,
  },
];

describe('the diagnosis of an access that does not connect', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let scene: PathScene;

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    scene = await PathScene.create(knex, {
      connectVia: 'lattice-resource-endpoint',
    });
  });

  const diagnosis = async (error?: string) =>
    diagnose(await scene.share(VICTIM), {
      timeline: [],
      lanes: [],
      now: new Date(scene.world.clock.now()),
      error,
    });

  it('blames nothing while all is well', async () => {
    const { verdict, causes, ruledOut } = await diagnosis();
    expect({ verdict, causes }).toEqual({ verdict: 'elsewhere', causes: [] });
    expect(ruledOut.length).toBeGreaterThan(8);
    expect(ruledOut.filter(({ readAt }) => !readAt)).toEqual([]);
  });

  it.each(BREAKS)(
    'names the layer and the cause when $what',
    async ({ act, layer, verdict, says }) => {
      await act(scene);
      await scene.pass(60);
      const found = await diagnosis('Connection timed out');
      expect(found).toMatchObject({
        verdict,
        conclusion: expect.stringMatching(says),
        fix: expect.stringMatching(/\w/),
      });
      expect(found.layer).toBe(layer);
      expect(found.bundle).toContain('Connection timed out');
      await scene.heal();
      expect((await diagnosis()).causes).toEqual([]);
    },
  );
});
