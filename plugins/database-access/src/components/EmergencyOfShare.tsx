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

import { Share } from '@towpath/backstage-plugin-database-access-common';
import { lastKnown } from '../hooks/useAnswer';
import { useRequest } from '../hooks/useRequest';
import { EmergencyBanner, EmergencyPanel } from './EmergencyPanel';

/** Of a share that nobody was asked for, what its request says of that; nothing of any other. */
export function EmergencyOfShare(props: { share: Share }) {
  const { share } = props;
  const refs = share.plan.deciders?.review;
  return refs ? <Emergency requestId={share.requestId} refs={refs} /> : null;
}

/** Who may see the share and not its request learns at least that it is one. */
function Emergency(props: { requestId: string; refs: string[] }) {
  const question = useRequest(props.requestId);
  const request = lastKnown(question.answer);
  return request?.emergency ? (
    <EmergencyPanel request={request} onReviewed={question.learn} />
  ) : (
    <EmergencyBanner refs={props.refs} />
  );
}
