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

import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import { ReactNode, useId, useState } from 'react';
import {
  EMPTY_POLICY_FORM,
  PolicyForm,
  PolicyFormError,
  policyFormErrors,
} from '../policyQuestion';
import { useTexts } from '../useTexts';
import { Section } from './Section';
import { Stack } from './Stack';

const PATTERNS: readonly Pattern[] = [
  'lattice-resource-endpoint',
  'lattice-service-network',
  'lattice-consumer-network',
  'privatelink',
];

/** The fields that hold text. */
type TextName = Exclude<keyof PolicyForm, 'kind' | 'pattern' | 'outside'>;

const useStyles = makeStyles(
  theme => ({
    fields: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 16rem), 1fr))',
      gap: theme.spacing(2),
      alignItems: 'start',
    },
  }),
  { name: 'DatabaseAccessPolicyQuestionForm' },
);

/** Everything that a policy may look at, to be made up. */
export function PolicyQuestionForm(props: {
  asking: boolean;
  onAsk(form: PolicyForm): void;
}) {
  const { asking, onAsk } = props;
  const { t } = useTexts();
  const [form, setForm] = useState(EMPTY_POLICY_FORM);
  const [errors, setErrors] = useState<PolicyFormError[]>([]);
  const set = (change: Partial<PolicyForm>) =>
    setForm(before => ({ ...before, ...change }));
  const ask = () => {
    const found = policyFormErrors(form);
    setErrors(found);
    if (found.length === 0) {
      onAsk(form);
    }
  };
  const text = (
    name: TextName,
    label: string,
    options: { help?: string; error?: string; lines?: number } = {},
  ) => (
    <Text
      label={label}
      value={form[name]}
      onChange={value => set({ [name]: value })}
      {...options}
    />
  );
  const refHelp = (example: string) => t('policy.refHelp', { example });
  const numberError = (name: 'hours' | 'cost') =>
    errors.includes(name)
      ? t('policy.invalidNumber', { field: t(`policy.${name}`) })
      : undefined;
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault();
        ask();
      }}
    >
      <Stack>
        <Group title={t('policy.request')}>
          <Choice
            label={t('policy.kind')}
            value={form.kind}
            options={[
              { value: 'access', label: t('policy.kindAccess') },
              { value: 'extension', label: t('policy.kindExtension') },
            ]}
            onChange={kind => set({ kind })}
          />
          {text('hours', t('policy.hours'), { error: numberError('hours') })}
          {text('cost', t('policy.cost'), { error: numberError('cost') })}
          <Choice
            label={t('policy.pattern')}
            value={form.pattern || PATTERNS[0]}
            options={PATTERNS.map(pattern => ({
              value: pattern,
              label: t(`pattern.${pattern}`),
            }))}
            onChange={pattern => set({ pattern })}
          />
          <FormControlLabel
            label={t('policy.outside')}
            control={
              <Checkbox
                color="primary"
                checked={form.outside}
                onChange={event => set({ outside: event.target.checked })}
              />
            }
          />
        </Group>
        <Group title={t('policy.requester')}>
          {text('requesterRef', t('policy.ref'), {
            help: refHelp('user:default/ana'),
          })}
          {text('groups', t('policy.groups'), { help: t('policy.groupsHelp') })}
        </Group>
        <Group title={t('policy.database')}>
          {text('databaseRef', t('policy.ref'), {
            help: refHelp('resource:default/orders-postgres'),
          })}
          {text('environment', t('policy.environment'), {
            help: refHelp('production'),
          })}
          {text('dataClassification', t('policy.dataClassification'), {
            help: refHelp('confidential'),
          })}
          {text('databaseOwner', t('policy.owner'), {
            help: refHelp('group:default/orders-team'),
          })}
          {text('system', t('policy.system'), {
            help: refHelp('system:default/shop'),
          })}
          {text('databaseAccountId', t('policy.accountId'), {
            help: refHelp('333333333333'),
          })}
          {text('databaseOrganizationalUnit', t('policy.organizationalUnit'))}
          {text('tags', t('policy.tags'), {
            help: t('policy.tagsHelp'),
            error: errors.includes('tags')
              ? t('policy.invalidTags')
              : undefined,
            lines: 2,
          })}
        </Group>
        <Group title={t('policy.network')}>
          {text('networkName', t('policy.name'), {
            help: refHelp('analytics-databricks'),
          })}
          {text('networkOwner', t('policy.owner'), {
            help: refHelp('group:default/analytics-team'),
          })}
          {text('networkAccountId', t('policy.accountId'), {
            help: refHelp('666666666666'),
          })}
          {text('networkOrganizationalUnit', t('policy.organizationalUnit'))}
        </Group>
        <div>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={asking}
          >
            {t('policy.ask')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function Group(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <Section title={props.title}>
      <div className={classes.fields}>{props.children}</div>
    </Section>
  );
}

function Text(props: {
  label: string;
  value: string;
  onChange(value: string): void;
  help?: string;
  /** What is wrong with it, said instead of the help. */
  error?: string;
  /** More than one: several lines. */
  lines?: number;
}) {
  const { label, value, onChange, help, error, lines = 1 } = props;
  const id = useId();
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      helperText={error ?? help}
      error={error !== undefined}
      multiline={lines > 1}
      minRows={lines > 1 ? lines : undefined}
      variant="outlined"
      size="small"
      fullWidth
    />
  );
}

function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: Array<{ value: T; label: string }>;
  onChange(value: T): void;
}) {
  const { label, value, options, onChange } = props;
  const id = useId();
  return (
    <TextField
      id={id}
      select
      SelectProps={{ native: true }}
      label={label}
      value={value}
      onChange={event => onChange(event.target.value as T)}
      variant="outlined"
      size="small"
      fullWidth
    >
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
