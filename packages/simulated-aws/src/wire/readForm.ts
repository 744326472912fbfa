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

import type { Schema } from './schema';

/** `Filter.1.Name=vpc-id` as a tree. Maps, so that a parameter named `__proto__` is just a name. */
interface Node {
  text?: string;
  children: Map<string, Node>;
}

interface Dialect {
  /** EC2's own query protocol: other names, all lists flat. */
  ec2: boolean;
  readText(schema: Schema, text: string): unknown;
}

/** The input of a query or EC2 query request. */
export function readForm(
  schema: Schema,
  form: URLSearchParams,
  dialect: Dialect,
): Record<string, unknown> {
  if (schema.isUnitSchema()) {
    return {};
  }
  return readStructure(schema, treeOf(form), dialect);
}

function treeOf(form: URLSearchParams): Node {
  const root: Node = { children: new Map() };
  for (const [name, text] of form) {
    let node = root;
    for (const part of name.split('.')) {
      let child = node.children.get(part);
      if (!child) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = text;
  }
  return root;
}

function readNode(schema: Schema, node: Node, dialect: Dialect): unknown {
  if (schema.isStructSchema()) {
    return readStructure(schema, node, dialect);
  }
  if (schema.isListSchema()) {
    return readList(schema, node, dialect);
  }
  if (schema.isMapSchema()) {
    return readMap(schema, node, dialect);
  }
  return node.text === undefined
    ? undefined
    : dialect.readText(schema, node.text);
}

function readStructure(
  schema: Schema,
  node: Node,
  dialect: Dialect,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const child =
      node.children.get(memberKey(member, name, dialect)) ??
      node.children.get(flatItemKey(member, dialect) ?? '');
    const read = child && readNode(member, child, dialect);
    if (read !== undefined) {
      value[name] = read;
    }
  }
  return value;
}

function readList(schema: Schema, node: Node, dialect: Dialect): unknown[] {
  if (node.text === '' && node.children.size === 0) {
    return [];
  }
  const item = schema.getValueSchema();
  const flat = dialect.ec2 || schema.getMergedTraits().xmlFlattened;
  const items = flat
    ? node
    : node.children.get(item.getMergedTraits().xmlName ?? 'member') ??
      node.children.get('member') ??
      node;
  return numbered(items).map(child => readNode(item, child, dialect));
}

function readMap(
  schema: Schema,
  node: Node,
  dialect: Dialect,
): Record<string, unknown> {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueSchema = schema.getValueSchema();
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const entries = schema.getMergedTraits().xmlFlattened
    ? node
    : node.children.get('entry') ?? node;
  const read: Array<[string, unknown]> = [];
  for (const entry of numbered(entries)) {
    const key = entry.children.get(keyName)?.text;
    const value = entry.children.get(valueName);
    if (key !== undefined && value) {
      read.push([key, readNode(valueSchema, value, dialect)]);
    }
  }
  return Object.fromEntries(read);
}

function numbered(node: Node): Node[] {
  return [...node.children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function memberKey(member: Schema, name: string, dialect: Dialect): string {
  const traits = member.getMergedTraits();
  const key = traits.xmlName ?? name;
  if (!dialect.ec2) {
    return key;
  }
  const ec2Name = traits.ec2QueryName as string | undefined;
  return ec2Name ?? key[0].toUpperCase() + key.slice(1);
}

/** A flattened list of a query service may go by the name of its items. */
function flatItemKey(member: Schema, dialect: Dialect): string | undefined {
  return !dialect.ec2 &&
    member.isListSchema() &&
    member.getMergedTraits().xmlFlattened
    ? member.getValueSchema().getMergedTraits().xmlName
    : undefined;
}
