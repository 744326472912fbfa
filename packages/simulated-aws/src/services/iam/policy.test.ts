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

import { evaluate, parsePolicy, Request } from './policy';

const ask = (parts: Partial<Request> = {}): Request => ({
  action: 'ec2:CreateVpcEndpoint',
  resource: 'arn:aws:ec2:us-east-1:333333333333:vpc-endpoint/vpce-1',
  context: {},
  ...parts,
});

const policy = (...statements: object[]) =>
  parsePolicy(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: statements.map(s => ({
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        ...s,
      })),
    }),
  );

describe('evaluate', () => {
  it.each([
    ['the action by name', { Action: 'ec2:CreateVpcEndpoint' }, 'allowed'],
    [
      'the action in other case',
      { Action: 'EC2:createvpcendpoint' },
      'allowed',
    ],
    ['the action by wildcard', { Action: ['rds:*', 'ec2:Create*'] }, 'allowed'],
    ['one character by ?', { Action: 'ec2:CreateVpcEndpoin?' }, 'allowed'],
    ['another action', { Action: 'ec2:CreateVpc' }, 'unmentioned'],
    [
      'all but another action',
      { Action: undefined, NotAction: 'iam:*' },
      'allowed',
    ],
    [
      'all but this action',
      { Action: undefined, NotAction: 'ec2:*' },
      'unmentioned',
    ],
    [
      'the resource by pattern',
      { Resource: 'arn:*:ec2:*:333333333333:vpc-endpoint/*' },
      'allowed',
    ],
    [
      'the resource of another account',
      { Resource: 'arn:*:ec2:*:444444444444:*' },
      'unmentioned',
    ],
    [
      'all but this resource',
      { Resource: undefined, NotResource: '*vpc-endpoint*' },
      'unmentioned',
    ],
  ])('knows %s', (_case, statement, decision) => {
    expect(evaluate(policy(statement), ask())).toBe(decision);
  });

  it('lets a Deny win, in whatever order', () => {
    const deny = { Effect: 'Deny', Action: 'ec2:*' };
    expect(evaluate(policy({}, deny), ask())).toBe('denied');
    expect(evaluate(policy(deny, {}), ask())).toBe('denied');
  });

  const tag = 'aws:ResourceTag/managed-by';
  const one = { [tag]: 'towpath' };
  const keys = (...names: string[]) => ({ 'aws:TagKeys': names });
  it.each<[string, object, Request['context'], boolean]>([
    ['StringEquals, equal', { StringEquals: { [tag]: 'towpath' } }, one, true],
    ['StringEquals, other', { StringEquals: { [tag]: 'else' } }, one, false],
    ['StringEquals, case', { StringEquals: { [tag]: 'Towpath' } }, one, false],
    [
      'StringEquals, a list',
      { StringEquals: { [tag]: ['x', 'towpath'] } },
      one,
      true,
    ],
    [
      'the key`s case',
      { StringEquals: { 'AWS:resourcetag/MANAGED-BY': 'towpath' } },
      one,
      true,
    ],
    [
      'StringEquals on a missing key',
      { StringEquals: { [tag]: 'towpath' } },
      {},
      false,
    ],
    [
      'IfExists on a missing key',
      { StringEqualsIfExists: { [tag]: 'towpath' } },
      {},
      true,
    ],
    [
      'IfExists on another value',
      { StringEqualsIfExists: { [tag]: 'x' } },
      one,
      false,
    ],
    ['StringNotEquals, other', { StringNotEquals: { [tag]: 'x' } }, one, true],
    [
      'StringNotEquals, equal',
      { StringNotEquals: { [tag]: 'towpath' } },
      one,
      false,
    ],
    [
      'StringNotEquals on a missing key',
      { StringNotEquals: { [tag]: 'x' } },
      {},
      true,
    ],
    ['StringLike', { StringLike: { [tag]: 'tow*' } }, one, true],
    ['StringLike, other', { StringLike: { [tag]: 'bow*' } }, one, false],
    ['StringNotLike', { StringNotLike: { [tag]: 'tow*' } }, one, false],
    [
      'StringEqualsIgnoreCase',
      { StringEqualsIgnoreCase: { [tag]: 'TOWPATH' } },
      one,
      true,
    ],
    [
      'Bool',
      { Bool: { 'aws:SecureTransport': true } },
      { 'aws:SecureTransport': 'true' },
      true,
    ],
    [
      'Bool, other',
      { Bool: { 'aws:SecureTransport': 'false' } },
      { 'aws:SecureTransport': 'true' },
      false,
    ],
    [
      'ArnLike',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:*:*:vpc/*' } },
      { 'aws:SourceArn': 'arn:aws:ec2:r:1:vpc/v' },
      true,
    ],
    [
      'ArnEquals',
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:x' } },
      { 'aws:SourceArn': 'arn:aws:y' },
      false,
    ],
    ['Null, missing', { Null: { [tag]: 'true' } }, {}, true],
    ['Null, given', { Null: { [tag]: 'true' } }, one, false],
    [
      'ForAllValues, all known',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      keys('a', 'b'),
      true,
    ],
    [
      'ForAllValues, one unknown',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } },
      keys('a', 'b'),
      false,
    ],
    [
      'ForAllValues on a missing key',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } },
      {},
      true,
    ],
    [
      'ForAnyValue, one known',
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } },
      keys('a', 'b'),
      true,
    ],
    [
      'ForAnyValue, none known',
      { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['z*'] } },
      keys('a', 'b'),
      false,
    ],
    [
      'ForAnyValue on a missing key',
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } },
      {},
      false,
    ],
    [
      'two conditions, both',
      { StringEquals: { [tag]: 'towpath' }, Bool: { b: 'true' } },
      { ...one, b: 'true' },
      true,
    ],
    [
      'two conditions, one',
      { StringEquals: { [tag]: 'towpath' }, Bool: { b: 'true' } },
      one,
      false,
    ],
  ])('evaluates %s', (_case, Condition, context, holds) => {
    const decision = evaluate(policy({ Condition }), ask({ context }));
    expect(decision).toBe(holds ? 'allowed' : 'unmentioned');
  });
});

describe('parsePolicy', () => {
  it.each([
    ['no JSON', '{', 'Syntax errors'],
    ['no statement', '{}', 'Statement'],
    ['no effect', '{"Statement":{"Action":"*"}}', 'Effect'],
    ['no action', '{"Statement":{"Effect":"Allow"}}', 'Action'],
    [
      'an operator that is not evaluated',
      '{"Statement":{"Effect":"Allow","Action":"*","Condition":{"IpAddress":{"a":"b"}}}}',
      'IpAddress',
    ],
  ])('refuses %s', (_case, document, sentence) => {
    expect(() => parsePolicy(document)).toThrow(sentence);
  });
});
