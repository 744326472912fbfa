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
  ScaffolderField,
  useScaffolderTheme,
} from '@backstage/plugin-scaffolder-react/alpha';
import { TextField as BuiTextField } from '@backstage/ui';
import TextField from '@material-ui/core/TextField';
import {
  DATABASE_TYPES,
  isDatabase,
} from '@towpath/backstage-plugin-database-access-common';
import { ComponentType } from 'react';
import { useLocation } from 'react-router-dom';
import { lastKnown } from '../hooks/useAnswer';
import { useCatalogEntity } from '../hooks/useCatalogEntity';
import { useTexts } from '../useTexts';
import { describedBy } from './describedBy';
import { databasePickerSchema } from './schemas';
import { useFocusOnFirstEmpty } from './useFocusOnFirstEmpty';

type Props = typeof databasePickerSchema.TProps;

/** The database. Whoever comes from its page is held to it; everybody else chooses among those of the catalog. */
export function DatabasePicker(props: Props) {
  const prefilled = usePrefilled(props.name);
  useFocusOnFirstEmpty(props, true);
  return prefilled && prefilled === props.formData ? (
    <Prefilled {...props} databaseRef={prefilled} />
  ) : (
    <Choice {...props} />
  );
}

/** What the address filled in: going back and forth in the form does not turn one's own choice into that. */
function usePrefilled(name: string): string | undefined {
  const { search } = useLocation();
  try {
    const formData = JSON.parse(
      new URLSearchParams(search).get('formData') ?? '{}',
    );
    const value = formData?.[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function Prefilled(props: Props & { databaseRef: string }) {
  const { databaseRef } = props;
  const answer = useCatalogEntity(databaseRef);
  const database = lastKnown(answer);
  // An address that names no database must not be a dead end.
  if (answer.state !== 'waiting' && !(database && isDatabase(database))) {
    return <Choice {...props} />;
  }
  const { name, title = name } = database?.metadata ?? { name: databaseRef };
  return <Locked {...props} shown={title} />;
}

/** The chosen one, for reading. */
function Locked(props: Props & { shown: string }) {
  const { idSchema, schema, shown } = props;
  const { t } = useTexts();
  const theme = useScaffolderTheme();
  const label = schema.title ?? t('databasePicker.title');
  return (
    <ScaffolderField rawDescription={t('databasePicker.locked')}>
      {theme === 'bui' ? (
        <BuiTextField
          id={idSchema?.$id}
          label={label}
          value={shown}
          isReadOnly
          aria-describedby={describedBy(idSchema?.$id)}
        />
      ) : (
        <TextField
          id={idSchema?.$id}
          label={label}
          value={shown}
          InputProps={{ readOnly: true }}
          InputLabelProps={{ shrink: true }}
          inputProps={{ 'aria-describedby': describedBy(idSchema?.$id) }}
          variant="outlined"
          margin="dense"
          fullWidth
        />
      )}
    </ScaffolderField>
  );
}

const DATABASES = {
  allowArbitraryValues: false,
  autoSelect: false,
  catalogFilter: [{ kind: 'Resource', 'spec.type': [...DATABASE_TYPES] }],
};

/** The Scaffolder's own picker, over databases only. */
function Choice(props: Props) {
  const { t } = useTexts();
  const EntityPicker = props.registry.fields
    .EntityPicker as unknown as ComponentType<Props>;
  const description =
    props.schema.description ?? t('databasePicker.description');
  return (
    <EntityPicker
      {...props}
      schema={{
        ...props.schema,
        title: props.schema.title ?? t('databasePicker.title'),
        description,
      }}
      uiSchema={{ ...props.uiSchema, 'ui:options': DATABASES }}
    />
  );
}
