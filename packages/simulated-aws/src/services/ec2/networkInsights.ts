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

import type {
  NetworkInsightsAnalysis as AnalysisAnswer,
  NetworkInsightsPath as PathAnswer,
} from '@aws-sdk/client-ec2';
import type { Call, Permission } from '../../core/Service';
import type { World } from '../../core/World';
import { analyse } from '../../network/analysis';
import { once } from './clientTokens';
import { describe } from './describe';
import { invalidValue, missing, refuse } from './errors';
import {
  arnOf,
  find,
  NETWORK_INSIGHTS_ANALYSIS,
  NETWORK_INSIGHTS_PATH,
  NETWORK_INTERFACE,
  VPC_ENDPOINT,
} from './ids';
import type { Ec2Part } from './part';
import { onCreate, onExisting } from './permissions';
import {
  Ec2State,
  ec2State,
  NetworkInsightsAnalysis,
  NetworkInsightsPath,
} from './state';
import { tagsOnCreate, toTagList } from './tagging';

/** "About 30 seconds" (aws.md §3.1). */
const ANALYSIS_SECONDS = 30;

const ANALYSED = 'ec2/insights-analysed';

/**
 * "Quotas for Reachability Analyzer" has one of each. The numbers are from memory, UNVERIFIED, as are the codes of the
 * refusals.
 */
const MOST_PATHS = 1_000;
const MOST_ANALYSES = 10_000;
const MOST_AT_ONCE = 6;

/** DescribeNetworkInsights*: NetworkInsightsMaxResults of the model. */
const ONE_TO_HUNDRED = { min: 1, max: 100 };

/** What the analyzer asks in the name of whoever starts it ("Required API permissions for Reachability Analyzer"). */
const QUERIES = [
  'tiros:CreateQuery',
  'tiros:GetQueryAnswer',
  'tiros:GetQueryExplanation',
];

function pathsOf(state: Ec2State): Record<string, NetworkInsightsPath> {
  state.networkInsightsPaths ??= {};
  return state.networkInsightsPaths;
}

function analysesOf(state: Ec2State): Record<string, NetworkInsightsAnalysis> {
  state.networkInsightsAnalyses ??= {};
  return state.networkInsightsAnalyses;
}

/** By its id, or by its ARN in this account: an ARN of another account is for organisations, which nobody here asks for. */
function endId(call: Call, parameter: string, named: string): string {
  const [, , service, region, accountId, resource] = named.split(':');
  if (!named.startsWith('arn:')) {
    return named;
  }
  if (
    service !== 'ec2' ||
    region !== call.region ||
    accountId !== call.accountId
  ) {
    throw invalidValue(
      parameter,
      named,
      'Simulated AWS analyses paths inside one account and Region only.',
    );
  }
  return resource.slice(resource.indexOf('/') + 1);
}

function checkedEnd(call: Call, parameter: string, named: string): string {
  const id = endId(call, parameter, named);
  const kind = [VPC_ENDPOINT, NETWORK_INTERFACE].find(({ prefix }) =>
    id.startsWith(`${prefix}-`),
  );
  if (!kind) {
    throw invalidValue(
      parameter,
      named,
      'Simulated AWS knows network interfaces and VPC endpoints as ends of a path.',
    );
  }
  const state = ec2State.of(call.world, call);
  const objects: Record<string, object> =
    kind === VPC_ENDPOINT ? state.vpcEndpoints : state.networkInterfaces;
  if (call.world.doubts['insights-path-of-missing'] === 'refused') {
    find(kind, objects, id);
  }
  return id;
}

function pathAnswer(call: Call, path: NetworkInsightsPath): PathAnswer {
  const arn = (id: string) =>
    arnOf(call, id.startsWith('vpce-') ? VPC_ENDPOINT : NETWORK_INTERFACE, id);
  return {
    NetworkInsightsPathId: path.networkInsightsPathId,
    NetworkInsightsPathArn: arnOf(
      call,
      NETWORK_INSIGHTS_PATH,
      path.networkInsightsPathId,
    ),
    CreatedDate: new Date(path.createdAt),
    Source: path.source,
    SourceArn: arn(path.source),
    ...(path.destination && {
      Destination: path.destination,
      DestinationArn: arn(path.destination),
    }),
    SourceIp: path.sourceIp,
    DestinationIp: path.destinationIp,
    Protocol: path.protocol,
    DestinationPort: path.destinationPort,
    Tags: toTagList(path.tags),
  };
}

function analysisAnswer(
  call: Call,
  analysis: NetworkInsightsAnalysis,
): AnalysisAnswer {
  return {
    NetworkInsightsAnalysisId: analysis.networkInsightsAnalysisId,
    NetworkInsightsAnalysisArn: arnOf(
      call,
      NETWORK_INSIGHTS_ANALYSIS,
      analysis.networkInsightsAnalysisId,
    ),
    NetworkInsightsPathId: analysis.networkInsightsPathId,
    StartDate: new Date(analysis.startedAt),
    Status: analysis.status,
    StatusMessage: analysis.statusMessage,
    ...analysis.found,
    Tags: toTagList(analysis.tags),
  };
}

/** What is wrong with the network is found when the analysis ends, and of the network as it is then. */
function finish(
  world: World,
  { accountId, region, id }: Record<string, string>,
) {
  const place = { accountId, region };
  const state = ec2State.of(world, place);
  const analysis = analysesOf(state)[id];
  const path = analysis && pathsOf(state)[analysis.networkInsightsPathId];
  if (!path || analysis.status !== 'running') {
    return;
  }
  const answer = analyse(world, place, path);
  if (answer.failed) {
    analysis.status = 'failed';
    analysis.statusMessage = answer.failed;
  } else {
    analysis.status = 'succeeded';
    analysis.found = answer.found;
  }
}

const handlers: Ec2Part['handlers'] = {
  CreateNetworkInsightsPath(input, call) {
    const paths = pathsOf(ec2State.of(call.world, call));
    const { ClientToken, TagSpecifications, ...parameters } = input;
    const path = once(call, {
      clientToken: ClientToken,
      parameters: { ...parameters, TagSpecifications },
      existing: paths,
      make: () => {
        if (input.FilterAtSource || input.FilterAtDestination) {
          throw refuse(
            'UnsupportedOperation',
            'Simulated AWS analyses paths without filters: use DestinationPort.',
          );
        }
        const source = checkedEnd(call, 'source', input.Source!);
        const destination =
          input.Destination &&
          checkedEnd(call, 'destination', input.Destination);
        if (!destination && !input.DestinationIp) {
          throw missing('Destination');
        }
        if (Object.keys(paths).length >= MOST_PATHS) {
          throw refuse(
            'NetworkInsightsPathLimitExceeded',
            `The maximum number of network insights paths has been reached: ${MOST_PATHS}.`,
          );
        }
        const id = call.world.ids.next('nip');
        const made: NetworkInsightsPath = {
          networkInsightsPathId: id,
          source,
          destination,
          sourceIp: input.SourceIp,
          destinationIp: input.DestinationIp,
          protocol: input.Protocol!,
          destinationPort: input.DestinationPort,
          createdAt: call.now,
          tags: tagsOnCreate(TagSpecifications, NETWORK_INSIGHTS_PATH),
        };
        paths[id] = made;
        return { id, made };
      },
    });
    return { NetworkInsightsPath: pathAnswer(call, path) };
  },

  StartNetworkInsightsAnalysis(input, call) {
    const { world } = call;
    const state = ec2State.of(world, call);
    const analyses = analysesOf(state);
    const { NetworkInsightsPathId: pathId = '' } = input;
    const analysis = once(call, {
      clientToken: input.ClientToken,
      parameters: { pathId, tags: input.TagSpecifications },
      existing: analyses,
      make: () => {
        find(NETWORK_INSIGHTS_PATH, pathsOf(state), pathId);
        const all = Object.values(analyses);
        const running = all.filter(({ status }) => status === 'running');
        if (running.length >= MOST_AT_ONCE || all.length >= MOST_ANALYSES) {
          throw refuse(
            'AnalysisLimitExceeded',
            `The maximum number of ${
              running.length >= MOST_AT_ONCE ? 'concurrent ' : ''
            }network insights analyses has been reached.`,
          );
        }
        const id = world.ids.next('nia');
        const made: NetworkInsightsAnalysis = {
          networkInsightsAnalysisId: id,
          networkInsightsPathId: pathId,
          startedAt: call.now,
          status: 'running',
          tags: tagsOnCreate(
            input.TagSpecifications,
            NETWORK_INSIGHTS_ANALYSIS,
          ),
        };
        analyses[id] = made;
        const { accountId, region } = call;
        world.after(ANALYSIS_SECONDS, ANALYSED, { accountId, region, id });
        return { id, made };
      },
    });
    return { NetworkInsightsAnalysis: analysisAnswer(call, analysis) };
  },

  DescribeNetworkInsightsPaths(input, call) {
    const { items, NextToken } = describe({
      kind: NETWORK_INSIGHTS_PATH,
      objects: pathsOf(ec2State.of(call.world, call)),
      ids: input.NetworkInsightsPathIds,
      input,
      limits: ONE_TO_HUNDRED,
      fields: {
        source: path => [path.source],
        destination: path => [path.destination],
        protocol: path => [path.protocol],
      },
    });
    return {
      NetworkInsightsPaths: items.map(path => pathAnswer(call, path)),
      NextToken,
    };
  },

  DescribeNetworkInsightsAnalyses(input, call) {
    const state = ec2State.of(call.world, call);
    const { NetworkInsightsPathId: pathId } = input;
    if (pathId) {
      find(NETWORK_INSIGHTS_PATH, pathsOf(state), pathId);
    }
    const { items, NextToken } = describe({
      kind: NETWORK_INSIGHTS_ANALYSIS,
      objects: Object.fromEntries(
        Object.entries(analysesOf(state)).filter(
          ([, analysis]) =>
            pathId === undefined || analysis.networkInsightsPathId === pathId,
        ),
      ),
      ids: input.NetworkInsightsAnalysisIds,
      input,
      limits: ONE_TO_HUNDRED,
      fields: {
        'path-found': ({ found }) => [String(found?.NetworkPathFound)],
        status: ({ status }) => [status],
      },
    });
    return {
      NetworkInsightsAnalyses: items.map(each => analysisAnswer(call, each)),
      NextToken,
    };
  },

  DeleteNetworkInsightsAnalysis(input, call) {
    const analyses = analysesOf(ec2State.of(call.world, call));
    const { NetworkInsightsAnalysisId: id = '' } = input;
    find(NETWORK_INSIGHTS_ANALYSIS, analyses, id);
    delete analyses[id];
    return { NetworkInsightsAnalysisId: id };
  },

  DeleteNetworkInsightsPath(input, call) {
    const state = ec2State.of(call.world, call);
    const { NetworkInsightsPathId: id = '' } = input;
    find(NETWORK_INSIGHTS_PATH, pathsOf(state), id);
    const left = Object.values(analysesOf(state)).find(
      analysis => analysis.networkInsightsPathId === id,
    );
    if (left) {
      throw refuse(
        'AnalysisExistsForNetworkInsightsPath',
        `The network insights path '${id}' has the analysis '${left.networkInsightsAnalysisId}': delete it first.`,
      );
    }
    delete pathsOf(state)[id];
    return { NetworkInsightsPathId: id };
  },
};

/** Beside the path itself what it begins and ends with. */
function onEnds(call: Call, ends: Array<string | undefined>): Permission[] {
  return ends
    .filter(end => end !== undefined)
    .map(end => {
      const id = end.slice(end.lastIndexOf('/') + 1);
      const kind = id.startsWith('vpce-') ? VPC_ENDPOINT : NETWORK_INTERFACE;
      return {
        action: `ec2:${call.operation}`,
        resources: [arnOf(call, kind, id)],
      };
    });
}

export const networkInsights: Ec2Part = {
  handlers,
  timers: { [ANALYSED]: finish },
  permissions: {
    CreateNetworkInsightsPath: (input, call) => [
      ...onCreate(call, NETWORK_INSIGHTS_PATH, input.TagSpecifications),
      ...onEnds(call, [input.Source, input.Destination]),
    ],
    StartNetworkInsightsAnalysis: (input, call) => [
      ...onExisting(call, NETWORK_INSIGHTS_PATH, [
        input.NetworkInsightsPathId!,
      ]),
      ...onCreate(call, NETWORK_INSIGHTS_ANALYSIS, input.TagSpecifications),
      ...QUERIES.map(action => ({ action })),
    ],
    DeleteNetworkInsightsAnalysis: (input, call) =>
      onExisting(call, NETWORK_INSIGHTS_ANALYSIS, [
        input.NetworkInsightsAnalysisId!,
      ]),
    DeleteNetworkInsightsPath: (input, call) =>
      onExisting(call, NETWORK_INSIGHTS_PATH, [input.NetworkInsightsPathId!]),
  },
};
