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

import { DatabasePicker } from './DatabasePicker';
import { Duration } from './Duration';
import { EmergencyAccess } from './EmergencyAccess';
import { JoinPicker } from './JoinPicker';
import { NetworkPicker } from './NetworkPicker';
import { OverrideReason } from './OverrideReason';
import { PatternPicker } from './PatternPicker';
import { PlanPreview } from './PlanPreview';
import { Purpose } from './Purpose';
import {
  databasePickerSchema,
  durationSchema,
  emergencyAccessSchema,
  joinPickerSchema,
  networkPickerSchema,
  overrideReasonSchema,
  patternPickerSchema,
  planPreviewSchema,
  purposeSchema,
} from './schemas';
import { validateDatabase } from './validateDatabase';
import { validateNetwork } from './validateNetwork';
import { validateOverrideReason } from './validateOverrideReason';
import { validatePlan } from './validatePlan';
import { validatePurpose } from './validatePurpose';

/** The field `DatabaseAccessDatabasePicker`, for either frontend system. */
export const databasePicker = {
  name: 'DatabaseAccessDatabasePicker',
  component: DatabasePicker,
  schema: databasePickerSchema,
  validation: validateDatabase,
};

/** The field `DatabaseAccessNetworkPicker`, for either frontend system. */
export const networkPicker = {
  name: 'DatabaseAccessNetworkPicker',
  component: NetworkPicker,
  schema: networkPickerSchema,
  validation: validateNetwork,
};

/** The field `DatabaseAccessPurpose`, for either frontend system. */
export const purpose = {
  name: 'DatabaseAccessPurpose',
  component: Purpose,
  schema: purposeSchema,
  validation: validatePurpose,
};

/** The field `DatabaseAccessPatternPicker`, for either frontend system. */
export const patternPicker = {
  name: 'DatabaseAccessPatternPicker',
  component: PatternPicker,
  schema: patternPickerSchema,
};

/** The field `DatabaseAccessJoinPicker`, for either frontend system. */
export const joinPicker = {
  name: 'DatabaseAccessJoinPicker',
  component: JoinPicker,
  schema: joinPickerSchema,
};

/** The field `DatabaseAccessOverrideReason`, for either frontend system. */
export const overrideReason = {
  name: 'DatabaseAccessOverrideReason',
  component: OverrideReason,
  schema: overrideReasonSchema,
  validation: validateOverrideReason,
};

/** The field `DatabaseAccessDuration`, for either frontend system. */
export const duration = {
  name: 'DatabaseAccessDuration',
  component: Duration,
  schema: durationSchema,
};

/** The field `DatabaseAccessEmergencyAccess`, for either frontend system. */
export const emergencyAccess = {
  name: 'DatabaseAccessEmergencyAccess',
  component: EmergencyAccess,
  schema: emergencyAccessSchema,
};

/** The field `DatabaseAccessPlanPreview`, for either frontend system. */
export const planPreview = {
  name: 'DatabaseAccessPlanPreview',
  component: PlanPreview,
  schema: planPreviewSchema,
  validation: validatePlan,
};
