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

import { CodeSnippet } from '@backstage/core-components';
import { Entity } from '@backstage/catalog-model';
import Typography from '@material-ui/core/Typography';
import { DATABASE_ARN_ANNOTATIONS } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Panel } from './Panel';

/** The entity says that it is a database but not which one. Shows what to add, on this very entity. */
export function MissingArn(props: { entity: Entity }) {
  const { entity } = props;
  const { t } = useTexts();
  return (
    <Panel title={t('missingArn.title')}>
      <Typography variant="body2" gutterBottom>
        {t('missingArn.description', {
          name: entity.metadata.title ?? entity.metadata.name,
          annotation: <code>{DATABASE_ARN_ANNOTATIONS[0]}</code>,
        })}
      </Typography>
      <section aria-label={t('missingArn.example')}>
        <CodeSnippet
          language="yaml"
          text={exampleOf(entity)}
          showCopyCodeButton
        />
      </section>
    </Panel>
  );
}

function exampleOf(entity: Entity): string {
  const { name } = entity.metadata;
  const type = String(entity.spec?.type);
  const resource = type === 'rds-dbcluster' ? 'cluster' : 'db';
  return `apiVersion: ${entity.apiVersion}
kind: ${entity.kind}
metadata:
  name: ${name}
  annotations:
    ${DATABASE_ARN_ANNOTATIONS[0]}: arn:aws:rds:us-east-1:123456789012:${resource}:${name}
spec:
  type: ${type}`;
}
