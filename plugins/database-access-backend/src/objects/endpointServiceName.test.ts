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

import { ModifyVpcEndpointServiceConfigurationCommand } from '@aws-sdk/client-ec2';
import { adminOf } from '../__testUtils__/adminOf';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import {
  PRIVATE_NAME,
  withPrivateName,
} from '../__testUtils__/withPrivateName';
import type { EndpointServiceNameState } from './endpointServiceName';

const benchOf = () => bench('service-name', 'analytics', withPrivateName());

describe('the private DNS name of an endpoint service', () => {
  behavesLikeAnObject({
    node: 'service-name',
    creates: 'ec2:ModifyVpcEndpointServiceConfiguration',
    ...withPrivateName(),
  });

  it('tells which text has to stand where in public DNS', async () => {
    const b = await benchOf();
    const state: EndpointServiceNameState = await b.make();
    expect(state).toMatchObject({
      name: PRIVATE_NAME,
      verification: 'pendingVerification',
      recordName: expect.stringMatching(/^_[0-9a-z]+\./),
      recordValue: expect.stringMatching(/^vpce:/),
    });
    expect(state.recordName.endsWith(`.${PRIVATE_NAME}`)).toBe(true);
    expect(b.type.outputs(state)).toEqual({
      privateDnsName: PRIVATE_NAME,
      textName: state.recordName,
      text: state.recordValue,
    });
  });

  it('waits as long as AWS tells no text', async () => {
    const b = await benchOf();
    const state = { ...(await b.make()), recordName: '', recordValue: '' };
    expect(b.type.assess(state)).toMatchObject({ condition: 'pending' });
    expect(b.type.outputs(state)).toEqual({ privateDnsName: PRIVATE_NAME });
  });

  it('is gone when somebody gives the service another one', async () => {
    const b = await benchOf();
    await b.makeReady();
    await adminOf(b, b.facts.database).ec2.send(
      new ModifyVpcEndpointServiceConfigurationCommand({
        ServiceId: b.ref().spec.serviceId,
        PrivateDnsName: 'www.example.com',
      }),
    );
    expect(await b.find()).toBeUndefined();
  });

  it('ends with the service, since AWS takes it from none that has connections', async () => {
    const b = await benchOf();
    const state = await b.makeReady();
    expect(b.type.endsWithParent).toBe(true);
    const before = b.changes();
    await b.type.remove(b.provision, b.ref(), state);
    expect(b.changes()).toBe(before);
  });
});
