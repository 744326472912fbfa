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

import {
  Pattern,
  PolicyQuestion,
} from '@towpath/backstage-plugin-database-access-common';

/** What a person writes into the form of a made-up request, field by field. */
export interface PolicyForm {
  kind: 'access' | 'extension';
  hours: string;
  cost: string;
  pattern: Pattern | '';
  outside: boolean;
  requesterRef: string;
  groups: string;
  databaseRef: string;
  databaseAccountId: string;
  databaseOrganizationalUnit: string;
  environment: string;
  dataClassification: string;
  databaseOwner: string;
  system: string;
  tags: string;
  networkName: string;
  networkAccountId: string;
  networkOrganizationalUnit: string;
  networkOwner: string;
}

export const EMPTY_POLICY_FORM: PolicyForm = {
  kind: 'access',
  hours: '24',
  cost: '',
  pattern: '',
  outside: false,
  requesterRef: '',
  groups: '',
  databaseRef: '',
  databaseAccountId: '',
  databaseOrganizationalUnit: '',
  environment: '',
  dataClassification: '',
  databaseOwner: '',
  system: '',
  tags: '',
  networkName: '',
  networkAccountId: '',
  networkOrganizationalUnit: '',
  networkOwner: '',
};

/** What of the form cannot be understood. */
export type PolicyFormError = 'hours' | 'cost' | 'tags';

/** The fields that cannot be understood; none if it can be asked. */
export function policyFormErrors(form: PolicyForm): PolicyFormError[] {
  return [
    ...(form.hours.trim() && !isAboveNothing(form.hours)
      ? (['hours'] as const)
      : []),
    ...(form.cost.trim() && !isAmount(form.cost) ? (['cost'] as const) : []),
    ...(linesOf(form.tags).some(line => line.indexOf('=') < 1)
      ? (['tags'] as const)
      : []),
  ];
}

/** What is asked; what is left empty is left out, so that the backend takes it for unknown. */
export function policyQuestionOf(form: PolicyForm): PolicyQuestion {
  const groups = form.groups.split(',').map(trimmed).filter(isSaid);
  return {
    kind: form.kind,
    requester: said({
      ref: trimmed(form.requesterRef),
      groups: groups.length > 0 ? groups : undefined,
    }),
    database: said({
      ref: trimmed(form.databaseRef),
      accountId: trimmed(form.databaseAccountId),
      organizationalUnit: trimmed(form.databaseOrganizationalUnit),
      environment: trimmed(form.environment),
      dataClassification: trimmed(form.dataClassification),
      owner: trimmed(form.databaseOwner),
      system: trimmed(form.system),
      tags: form.tags.trim() ? tagsOf(form.tags) : undefined,
    }),
    network: said({
      name: trimmed(form.networkName),
      accountId: trimmed(form.networkAccountId),
      organizationalUnit: trimmed(form.networkOrganizationalUnit),
      owner: trimmed(form.networkOwner),
    }),
    outsideOrganization: form.outside,
    ...(form.pattern && { pattern: form.pattern }),
    ...(form.hours.trim() && {
      durationSeconds: Math.max(1, Math.round(Number(form.hours) * 3600)),
    }),
    ...(form.cost.trim() && { fixedMonthlyCost: Number(form.cost) }),
  };
}

function tagsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map(line => {
      const at = line.indexOf('=');
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

function isAboveNothing(text: string): boolean {
  return isAmount(text) && Number(text) > 0;
}

function isAmount(text: string): boolean {
  return Number.isFinite(Number(text)) && Number(text) >= 0;
}

function trimmed(text: string): string | undefined {
  return text.trim() || undefined;
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined;
}

/** Without what is undefined; undefined if nothing is left. */
function said<T extends object>(values: T): T | undefined {
  const entries = Object.entries(values).filter(
    ([, value]) => value !== undefined,
  );
  return entries.length > 0 ? (Object.fromEntries(entries) as T) : undefined;
}
