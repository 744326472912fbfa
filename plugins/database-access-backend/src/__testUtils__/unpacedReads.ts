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
 * Import it before anything of `aws/`. Planning reads at the pace of people, two calls a second in real time, which
 * would be most of what the tests of plans and requests take. The pace has tests of its own.
 */
jest.mock('../aws/ReadBucket', () => ({
  ReadBucket: class {
    async take(): Promise<boolean> {
      return true;
    }
  },
}));

// Before it tries again the SDK waits up to a second, in real time as well, of which a clock that is driven knows nothing.
jest.mock('@smithy/core/retry', () => {
  const actual = jest.requireActual('@smithy/core/retry');
  actual.Retry.delay = () => 0;
  actual.Retry.throttlingDelay = () => 0;
  return actual;
});
