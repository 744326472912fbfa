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

export interface Config {
  databaseAccess?: {
    /** Open Policy Agent, which is asked beside the rules of `databaseAccess.policy`. */
    opa?: {
      /** Where it listens, e.g. `http://127.0.0.1:8181`. */
      url: string;
      /** The rule that holds the opinions, e.g. `towpath/opinions`: it is asked at `/v1/data/towpath/opinions`. */
      path: string;
      /**
       * A bearer token, if it asks for one.
       *
       * @visibility secret
       */
      token?: string;
    };
  };
}
