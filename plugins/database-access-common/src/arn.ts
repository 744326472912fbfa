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
 * What an RDS ARN names.
 *
 * @public
 */
export interface DatabaseArn {
  /** The whole ARN, as written. */
  arn: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  /** For example `us-east-1`. */
  region: string;
  /** Twelve digits. */
  accountId: string;
  kind: 'instance' | 'cluster';
  /** DB instance or cluster identifier. */
  identifier: string;
}

const RDS_ARN =
  /^arn:(aws|aws-cn|aws-us-gov):rds:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):(db|cluster):([a-zA-Z][a-zA-Z0-9-]{0,62})$/;

/**
 * Takes the ARN of an RDS DB instance or cluster apart.
 *
 * @returns undefined for anything else, e.g. the ARN of a snapshot
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html
 * @public
 */
export function parseDatabaseArn(arn: string): DatabaseArn | undefined {
  const match = RDS_ARN.exec(arn);
  if (!match) {
    return undefined;
  }
  const [, partition, region, accountId, type, identifier] = match;
  return {
    arn,
    partition,
    region,
    accountId,
    kind: type === 'db' ? 'instance' : 'cluster',
    identifier,
  };
}
