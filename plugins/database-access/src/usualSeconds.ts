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

/**
 * How long AWS usually takes to make one, where that is more than a moment. The first two are the times in the samples of
 * "Create a resource gateway" and "Create a resource configuration" in the AWS CLI's documentation; the others are not
 * published, and what people report.
 */
const USUAL_SECONDS: Record<string, number> = {
  'vpc-lattice/resource-gateway': 11,
  'vpc-lattice/resource-configuration': 11,
  'ram/principal': 60,
  'ec2/vpc-endpoint': 120,
  'ec2/service-network-endpoint': 120,
};

/** Seconds that AWS usually takes for an object of this type; undefined if nobody says. */
export function usualSeconds(type: string): number | undefined {
  return USUAL_SECONDS[type];
}
