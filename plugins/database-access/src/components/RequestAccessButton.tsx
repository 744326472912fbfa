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

import { LinkButton } from '@backstage/core-components';
import { useAnalytics } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { REQUEST_TEMPLATE, useRequestForm } from '../hooks/useRequestForm';
import { useTexts } from '../useTexts';

/** The way to the form, with the database filled in; or why there is none. */
export function RequestAccessButton(props: {
  databaseRef: string;
  /** Something stands in the way that the form would only repeat. */
  blocked: boolean;
}) {
  const { databaseRef, blocked } = props;
  const { t } = useTexts();
  const analytics = useAnalytics();
  const requestForm = useRequestForm();
  if (!requestForm) {
    return (
      <Typography variant="body2">
        {t('access.requestUnavailable', {
          template: <code>{REQUEST_TEMPLATE.templateName}</code>,
        })}
      </Typography>
    );
  }
  if (blocked) {
    return (
      <Typography variant="body2">{t('access.requestBlocked')}</Typography>
    );
  }
  return (
    <div>
      <LinkButton
        to={requestForm({ databaseRef })}
        variant="contained"
        color="primary"
        onClick={() => analytics.captureEvent('request', databaseRef)}
      >
        {t('access.request')}
      </LinkButton>
    </div>
  );
}
