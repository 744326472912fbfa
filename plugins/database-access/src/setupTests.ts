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

import '@testing-library/jest-dom';

// The first test of a file loads all of Material UI and axe; on a busy machine that alone can take the usual 5 s.
jest.setTimeout(90_000);

// No style sheets: jsdom matches an element and all around it against each rule of Material UI whenever a test or axe asks
// whether it is visible, which took half of the time. What styles hide is looked at in the browser tests.
jest.mock('is-in-browser', () => ({ __esModule: true, default: false }));
