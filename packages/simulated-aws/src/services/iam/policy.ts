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

/** One statement of a policy; anything that IAM allows as one value or a list is a list here. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  /** Of a trust or a resource policy: AWS's principals, and services such as `events.amazonaws.com`. */
  principals: string[];
  conditions: Condition[];
}

export interface Condition {
  /** For example `ForAllValues:StringEqualsIfExists`. */
  operator: string;
  key: string;
  values: string[];
}

type OneOrMany = string | string[];

interface RawStatement {
  Effect: 'Allow' | 'Deny';
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Principal?: '*' | { AWS?: OneOrMany; Service?: OneOrMany };
  Condition?: Record<string, Record<string, OneOrMany | boolean | number>>;
}

const OPERATORS =
  /^(ForAllValues:|ForAnyValue:)?(StringEquals|StringNotEquals|StringLike|StringNotLike|StringEqualsIgnoreCase|ArnEquals|ArnLike|ArnNotEquals|ArnNotLike|Bool|Null)(IfExists)?$/;

/**
 * Reads a policy document.
 *
 * @throws an Error whose message says what is wrong with it
 */
export function parsePolicy(document: string): Statement[] {
  let parsed: { Statement?: RawStatement | RawStatement[] };
  try {
    parsed = JSON.parse(document);
  } catch {
    throw new Error('Syntax errors in policy.');
  }
  if (typeof parsed !== 'object' || parsed === null || !parsed.Statement) {
    throw new Error('The policy must contain a Statement.');
  }
  const statements = Array.isArray(parsed.Statement)
    ? parsed.Statement
    : [parsed.Statement];
  return statements.map(readStatement);
}

function readStatement(raw: RawStatement): Statement {
  if (raw.Effect !== 'Allow' && raw.Effect !== 'Deny') {
    throw new Error('A statement must have the Effect Allow or Deny.');
  }
  if (!raw.Action === !raw.NotAction) {
    throw new Error('A statement must have either Action or NotAction.');
  }
  return {
    effect: raw.Effect,
    actions: raw.Action === undefined ? undefined : many(raw.Action),
    notActions: raw.NotAction === undefined ? undefined : many(raw.NotAction),
    resources: raw.Resource === undefined ? undefined : many(raw.Resource),
    notResources:
      raw.NotResource === undefined ? undefined : many(raw.NotResource),
    principals: readPrincipals(raw.Principal),
    conditions: Object.entries(raw.Condition ?? {}).flatMap(
      ([operator, keys]) => readConditions(operator, keys),
    ),
  };
}

function readPrincipals(principal: RawStatement['Principal']): string[] {
  if (principal === '*') {
    return ['*'];
  }
  return [...many(principal?.AWS ?? []), ...many(principal?.Service ?? [])];
}

function readConditions(
  operator: string,
  keys: Record<string, OneOrMany | boolean | number>,
): Condition[] {
  if (!OPERATORS.test(operator)) {
    throw new Error(`Condition operator ${operator} is not known here.`);
  }
  return Object.entries(keys).map(([key, value]) => ({
    operator,
    key,
    values: Array.isArray(value) ? value.map(String) : [String(value)],
  }));
}

function many(value: OneOrMany): string[] {
  return Array.isArray(value) ? value : [value];
}

/** The values of the condition keys of one request. */
export type RequestContext = Record<string, string | string[]>;

export interface Request {
  action: string;
  resource: string;
  context: RequestContext;
}

export type Decision = 'allowed' | 'denied' | 'unmentioned';

/** What these statements say of a request: a Deny wins over every Allow. */
export function evaluate(statements: Statement[], request: Request): Decision {
  const meant = statements.filter(statement => applies(statement, request));
  if (meant.some(statement => statement.effect === 'Deny')) {
    return 'denied';
  }
  return meant.length ? 'allowed' : 'unmentioned';
}

function applies(statement: Statement, request: Request): boolean {
  const { actions, notActions, resources, notResources } = statement;
  // Actions know no case, ARNs do.
  const action = request.action.toLowerCase();
  const named = (patterns: string[]) =>
    patterns.some(pattern => matches(pattern.toLowerCase(), action));
  const located = (patterns: string[]) =>
    patterns.some(pattern => matches(pattern, request.resource));
  return (
    (actions ? named(actions) : !named(notActions ?? [])) &&
    // A trust policy has no resource: it is the role's own.
    (resources ? located(resources) : true) &&
    (notResources ? !located(notResources) : true) &&
    statement.conditions.every(c => holds(c, request.context))
  );
}

const isNegated = (operator: string) => /Not(Equals|Like)$/.test(operator);

function holds(condition: Condition, context: RequestContext): boolean {
  const [, quantifier, operator, ifExists] = OPERATORS.exec(
    condition.operator,
  )!;
  const given = valuesOf(context, condition.key);
  if (operator === 'Null') {
    return condition.values.includes(String(given === undefined));
  }
  if (given === undefined) {
    return (
      ifExists !== undefined ||
      quantifier === 'ForAllValues:' ||
      (quantifier === undefined && isNegated(operator))
    );
  }
  const test = (value: string) => compare(operator, value, condition.values);
  return quantifier === 'ForAllValues:' ? given.every(test) : given.some(test);
}

/** Condition keys know no case, not even in a tag's name. */
function valuesOf(context: RequestContext, key: string): string[] | undefined {
  const wanted = key.toLowerCase();
  const name = Object.keys(context).find(k => k.toLowerCase() === wanted);
  return name === undefined ? undefined : many(context[name]);
}

function compare(operator: string, value: string, wanted: string[]): boolean {
  if (isNegated(operator)) {
    return !compare(operator.replace('Not', ''), value, wanted);
  }
  switch (operator) {
    case 'StringEquals':
      return wanted.includes(value);
    case 'StringEqualsIgnoreCase':
    case 'Bool':
      return wanted.some(w => w.toLowerCase() === value.toLowerCase());
    default:
      // StringLike, ArnLike and ArnEquals; the latter two are one and the same in IAM.
      return wanted.some(pattern => matches(pattern, value));
  }
}

/** Every call is held against some hundred patterns, which are the same each time. */
const compiled = new Map<string, RegExp>();
const MOST_COMPILED = 10_000;

/** `*` stands for any text, `?` for any one character. */
export function matches(pattern: string, text: string): boolean {
  return /[*?]/.test(pattern) ? compile(pattern).test(text) : pattern === text;
}

function compile(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) {
    return known;
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  const made = new RegExp(`^${source}$`, 's');
  if (compiled.size >= MOST_COMPILED) {
    compiled.clear();
  }
  compiled.set(pattern, made);
  return made;
}
