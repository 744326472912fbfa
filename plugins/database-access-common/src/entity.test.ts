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

import { Entity } from '@backstage/catalog-model';
import {
  DATABASE_ARN_ANNOTATIONS,
  DATABASE_TYPES,
  getDatabaseArnAnnotation,
  isDatabase,
  parseDatabaseRef,
} from './entity';

function resource(
  type: unknown,
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name: 'orders-postgres', annotations },
    spec: { type: type as string },
  };
}

describe('isDatabase', () => {
  it.each(DATABASE_TYPES)('takes a Resource of type %s for one', type => {
    expect(isDatabase(resource(type))).toBe(true);
    expect(isDatabase(resource(type.toLocaleUpperCase('en-US')))).toBe(true);
  });

  it('takes nothing else for one', () => {
    expect(isDatabase(resource('s3-bucket'))).toBe(false);
    expect(isDatabase(resource(undefined))).toBe(false);
    expect(isDatabase({ ...resource('database'), kind: 'Component' })).toBe(
      false,
    );
  });
});

describe('getDatabaseArnAnnotation', () => {
  it.each(DATABASE_ARN_ANNOTATIONS)('reads %s', annotation => {
    expect(
      getDatabaseArnAnnotation(resource('database', { [annotation]: ' arn ' })),
    ).toBe('arn');
  });

  it('prefers the first of them', () => {
    const [first, ...others] = DATABASE_ARN_ANNOTATIONS;
    const annotations = Object.fromEntries(
      [...others, first].map(annotation => [annotation, annotation]),
    );
    expect(getDatabaseArnAnnotation(resource('database', annotations))).toBe(
      first,
    );
  });

  it('finds none where there is none', () => {
    expect(
      getDatabaseArnAnnotation(
        resource('database', { [DATABASE_ARN_ANNOTATIONS[0]]: ' ' }),
      ),
    ).toBe(undefined);
  });
});

describe('parseDatabaseRef', () => {
  it.each([
    ['orders-postgres', { namespace: 'default', name: 'orders-postgres' }],
    ['resource:shop/orders', { namespace: 'shop', name: 'orders' }],
    ['Resource:orders', { namespace: 'default', name: 'orders' }],
  ])('reads %s', (ref, parts) => {
    expect(parseDatabaseRef(ref)).toEqual(parts);
  });

  it.each(['component:default/orders', '', 'resource:default/'])(
    'does not take %j for a database',
    ref => {
      expect(parseDatabaseRef(ref)).toBe(undefined);
    },
  );
});
