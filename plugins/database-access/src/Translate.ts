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

import type { ReactElement } from 'react';
import { databaseAccessTranslationRef } from './translation';

type Messages = (typeof databaseAccessTranslationRef)['T'];

/** A text's key; of one that depends on a count, the part before `_one` and `_other`. */
type TextKey<K extends string = keyof Messages & string> =
  K extends `${infer Base}_${'one' | 'other'}` ? Base : K;

type Values = { [name: string]: string | number | undefined };

/**
 * What gives a text in the reader's language. Backstage's own type also knows which values each text takes, for which the
 * compiler goes through all texts at every call: minutes, with as many as there are here.
 */
export interface Translate {
  (key: TextKey, values?: Values): string;
  (
    key: TextKey,
    values: { [name: string]: string | number | ReactElement | undefined },
  ): ReactElement;
}
