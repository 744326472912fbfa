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

import { createHash } from 'crypto';

/**
 * What lets AWS recognise a creation that is repeated. After a removal the next generation has another one, since AWS
 * may answer an old token with the object that is gone.
 */
export function creationToken(object: {
  id: string;
  generation: number;
}): string {
  return createHash('sha256')
    .update(`${object.id}:${object.generation}`)
    .digest('hex');
}
