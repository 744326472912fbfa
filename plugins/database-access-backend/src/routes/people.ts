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

import {
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { Request } from 'express';
import { Person } from '../requests';

/**
 * The person behind a request of HTTP. Services have no word here, whatever they are allowed elsewhere.
 *
 * @throws AuthenticationError, NotAllowedError
 */
export async function personOf(
  req: Request<any, any, any, any, any>,
  options: { httpAuth: HttpAuthService; userInfo: UserInfoService },
): Promise<Person> {
  const credentials = await options.httpAuth.credentials(req, {
    allow: ['user'],
  });
  const { ownershipEntityRefs } = await options.userInfo.getUserInfo(
    credentials,
  );
  return {
    ref: credentials.principal.userEntityRef,
    ownerRefs: ownershipEntityRefs,
    credentials,
    via: credentials.principal.actor?.subject,
  };
}
