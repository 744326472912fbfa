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

import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

/** The value is the entity ref of a database; empty while none is chosen. */
export const databasePickerSchema = makeFieldSchema({
  output: z => z.string().describe('The entity ref of a database'),
});

/** The value is the name of a network; empty while none is chosen. */
export const networkPickerSchema = makeFieldSchema({
  output: z => z.string().describe('The name of a network'),
});

/** The value is what a person writes. */
export const purposeSchema = makeFieldSchema({
  output: z => z.string().describe('What the access is for'),
  uiOptions: z =>
    z.object({
      minLength: z
        .number()
        .optional()
        .describe('Characters at least; 10 by default'),
      maxLength: z
        .number()
        .optional()
        .describe('Characters at most; 1000 by default'),
      rows: z.number().optional().describe('Lines; 3 by default'),
    }),
});

/** The value is how to connect: `recommended`, or a pattern; a template may also begin with a family. */
export const patternPickerSchema = makeFieldSchema({
  output: z =>
    z
      .enum([
        'recommended',
        'lattice',
        'privatelink',
        'lattice-resource-endpoint',
        'lattice-service-network',
        'lattice-consumer-network',
      ])
      .describe('As the input connectVia of the actions'),
});

/** The value is how the network joins a service network; none unless somebody chooses, or where the path leads over none. */
export const joinPickerSchema = makeFieldSchema({
  output: z =>
    z
      .enum(['endpoint', 'association'])
      .describe('As the input join of the actions'),
});

/** The value is why another way than the recommended one is taken; empty for the recommended one. */
export const overrideReasonSchema = makeFieldSchema({
  output: z => z.string().describe('Why another way than the recommended one'),
  uiOptions: z =>
    z.object({
      minLength: z
        .number()
        .optional()
        .describe('Characters at least; 10 by default'),
      maxLength: z
        .number()
        .optional()
        .describe('Characters at most; 2000 by default'),
    }),
});

/** The value is how long access shall last; the `enum` of the parameter says what is offered. */
export const durationSchema = makeFieldSchema({
  output: z => z.number().describe('Seconds that access shall last'),
});

/** The value is true for what cannot wait for a decision; none for everything else. */
export const emergencyAccessSchema = makeFieldSchema({
  output: z => z.boolean().describe('As the input emergency of the actions'),
});

/** The value is the digest of the plan that is shown; empty while there is none to agree on. */
export const planPreviewSchema = makeFieldSchema({
  output: z => z.string().describe('The digest of the plan'),
});
