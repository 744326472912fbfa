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

import { Filter, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { createHash } from 'crypto';
import { HOLD_TAG } from './hold';
import type { ObjectRef } from './ObjectType';

/** Which portal it is of. Another installation's objects are foreign and never touched. */
export const INSTALLATION_TAG = 'database-access:installation';
/** The id of the object's row. */
export const OBJECT_TAG = 'database-access:object';

/** What every name of ours begins with. The names of Lattice take no more than 40 characters. */
export function namePrefix(installation: string): string {
  return `dba-${installation}-`;
}

/**
 * The name of an object: the same for everybody who wants the same object, another one as soon as anything of it
 * differs. So who finds the name finds what was meant, and two plans never disagree about one object.
 *
 * @param what - for people, at most 12 characters, e.g. `gateway`
 * @param sameness - canonical text of all that makes it this object
 */
export function objectName(
  installation: string,
  what: string,
  sameness: string,
): string {
  const hash = createHash('sha256').update(sameness).digest('hex');
  return `${namePrefix(installation)}${hash.slice(0, 10)}-${what}`;
}

/** By its name alone; whether it is ours its tags say. */
export function isNamedAsOurs(
  name: string | undefined,
  installation: string,
): boolean {
  const prefix = namePrefix(installation);
  return (
    name !== undefined &&
    name.startsWith(prefix) &&
    /^[0-9a-f]{10}-/.test(name.slice(prefix.length))
  );
}

/** Whether these tags are those of the installation that this object belongs to. */
export function carriesOurTag(
  tags: Record<string, string> | undefined,
  ref: ObjectRef<unknown>,
): boolean {
  return (
    tags?.[INSTALLATION_TAG] !== undefined &&
    tags[INSTALLATION_TAG] === ref.tags[INSTALLATION_TAG]
  );
}

/** Objects of EC2 have no names of their own: the tag `Name` is theirs. */
export function ec2Tags(
  ref: ObjectRef<unknown>,
  resourceType: TagSpecification['ResourceType'],
): TagSpecification[] {
  const tags = { Name: ref.name, ...ref.tags };
  return [
    {
      ResourceType: resourceType,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    },
  ];
}

export function ec2ByName(ref: ObjectRef<unknown>): Filter[] {
  return [
    { Name: 'tag:Name', Values: [ref.name] },
    ...ec2OfInstallation(ref.tags[INSTALLATION_TAG]),
  ];
}

export function ec2OfInstallation(installation: string): Filter[] {
  return [{ Name: `tag:${INSTALLATION_TAG}`, Values: [installation] }];
}

/** Those that are there, without a word of those that are not: asked for by id, one that is gone fails all of them. */
export function ec2ByIds(
  name: string,
  refs: ReadonlyArray<ObjectRef<unknown>>,
): Filter[] {
  return [{ Name: name, Values: refs.map(({ awsId }) => awsId!) }];
}

/** Brings what was found in whatever order into that of the refs. */
export function inOrderOf<T>(
  refs: ReadonlyArray<ObjectRef<unknown>>,
  found: readonly T[],
  idOf: (one: T) => string,
): Array<T | undefined> {
  const byId = new Map(found.map(one => [idOf(one), one]));
  return refs.map(({ awsId }) => byId.get(awsId!));
}

/** What the state of one of ours keeps of its tags, where AWS's answer about it says them. */
export interface OwnTags {
  /** The row that it was made for. */
  objectTag?: string;
  /** By this somebody keeps the portal from putting it right. */
  hold?: string;
}

export function ownTags(tags: Record<string, string>): OwnTags {
  return { objectTag: tags[OBJECT_TAG], hold: tags[HOLD_TAG] };
}

export function fromEc2Tags(tags: Tag[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
  );
}
