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

import { Secret } from '../config';
import { classifyAwsError, AwsCall } from './classifyAwsError';

const call: AwsCall = {
  account: {
    accountId: '333333333333',
    name: 'orders-prod',
    regions: ['us-east-1'],
    externalId: new Secret('an-external-id'),
    allowOwnerTags: false,
    allowNetworkTags: false,
    allowOutsideOrganization: false,
    roles: { read: 'looker', provision: 'builder' },
  },
  region: 'us-east-1',
  roleName: 'looker',
  operation: 'rds:DescribeDBInstances',
};

/** What a client of the SDK throws when AWS answers with an error. */
function answer(name: string, status: number, message: string = name) {
  return Object.assign(new Error(message), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

/** What node throws when there is no answer. */
function failure(code: string) {
  return Object.assign(new Error(`connect ${code} 10.0.0.1:443`), { code });
}

describe('classifyAwsError', () => {
  it.each([
    // STS and RDS, EC2, Lattice: each has its own word for it.
    [answer('AccessDenied', 403), 'needs-a-person', 'account_refused'],
    [answer('UnauthorizedOperation', 403), 'needs-a-person', 'account_refused'],
    [answer('AccessDeniedException', 403), 'needs-a-person', 'account_refused'],
    [answer('AuthFailure', 401), 'needs-a-person', 'account_refused'],
    [
      answer('RegionDisabledException', 403),
      'needs-a-person',
      'account_refused',
    ],
    [answer('ExpiredToken', 403), 'retry-now', 'aws_unavailable'],
    [answer('ExpiredTokenException', 400), 'retry-now', 'aws_unavailable'],
    [answer('RequestLimitExceeded', 503), 'retry-later', 'aws_throttled'],
    [answer('Throttling', 400), 'retry-later', 'aws_throttled'],
    [answer('ThrottlingException', 429), 'retry-later', 'aws_throttled'],
    [answer('InternalFailure', 500), 'retry-later', 'aws_unavailable'],
    [failure('ECONNREFUSED'), 'retry-later', 'aws_unavailable'],
    [failure('ENOTFOUND'), 'retry-later', 'aws_unavailable'],
    [
      Object.assign(new Error('no answer'), { name: 'TimeoutError' }),
      'retry-later',
      'aws_unavailable',
    ],
    [
      Object.assign(new Error('none'), { name: 'CredentialsProviderError' }),
      'needs-a-person',
      'aws_unavailable',
    ],
    [answer('DBInstanceNotFoundFault', 404), 'never', 'database_gone'],
    [answer('DBClusterNotFoundFault', 404), 'never', 'database_gone'],
    [answer('InvalidParameterValue', 400), 'never', 'aws_unavailable'],
  ])('says of %s: %s, %s', (error, verdict, code) => {
    const classified = classifyAwsError(error, call);
    expect(classified).toMatchObject({ verdict, code });
    expect(classified?.message).toContain('333333333333 (orders-prod)');
    expect(classified?.message).toContain('rds:DescribeDBInstances');
  });

  it('names account, role, operation and fix when the account does not let the portal in', () => {
    const error = classifyAwsError(answer('AccessDenied', 403), {
      ...call,
      operation: 'sts:AssumeRole',
    });
    expect(error?.message).toBe(
      "Account 333333333333 (orders-prod) refused sts:AssumeRole of its role looker: let the role's trust policy name the portal and ask for the ExternalId that databaseAccess.accounts has for this account.",
    );
    expect(error?.remedy).toContain('arn:aws:iam::333333333333:role/looker');
  });

  it('names account, role, operation and fix when the role may not make a call', () => {
    const error = classifyAwsError(answer('AccessDenied', 403), call);
    expect(error?.message).toBe(
      "Account 333333333333 (orders-prod) refused rds:DescribeDBInstances to its role looker in us-east-1: allow rds:DescribeDBInstances in the role's policy.",
    );
  });

  it("blames the portal's own credentials when AWS does not know who asks for the role", () => {
    const error = classifyAwsError(answer('InvalidClientTokenId', 403), {
      ...call,
      operation: 'sts:AssumeRole',
    });
    expect(error).toMatchObject({
      code: 'aws_unavailable',
      verdict: 'needs-a-person',
      message: expect.stringContaining('no valid AWS credentials of its own'),
    });
  });

  it("repeats AWS's own words, without an ExternalId in them", () => {
    const error = classifyAwsError(
      answer(
        'ValidationError',
        400,
        "1 validation error detected: Value 'an-external-id' at 'externalId' failed to satisfy constraint",
      ),
      call,
    );
    expect(error?.awsMessage).toBe(
      "1 validation error detected: Value '[secret]' at 'externalId' failed to satisfy constraint",
    );
  });

  it('leaves out the part of a message that only AWS can read', () => {
    const error = classifyAwsError(
      answer(
        'UnauthorizedOperation',
        403,
        'You are not authorized to perform this operation. Encoded authorization failure message: 4GIOHlTkIaWHQD0Q0m6XSnuUMCm',
      ),
      call,
    );
    expect(error?.awsMessage).toBe(
      'You are not authorized to perform this operation.',
    );
  });

  it('does not take a mistake of ours for a failure of AWS', () => {
    expect(classifyAwsError(new TypeError('x is undefined'), call)).toBe(
      undefined,
    );
    expect(classifyAwsError(undefined, call)).toBe(undefined);
  });

  it('lets what is classified already pass', () => {
    const error = classifyAwsError(answer('Throttling', 400), call);
    expect(classifyAwsError(error, call)).toBe(error);
  });
});
