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
  };
}
