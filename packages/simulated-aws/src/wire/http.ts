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
 * A request as any HTTP server gives it.
 *
 * @public
 */
export interface WireRequest {
  method: string;
  /** Path and query, or the whole URL. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** Aborted when the caller hangs up. */
  signal?: AbortSignal;
}

/** @public */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** What a signature says of its signer. Signatures themselves are not verified: there is no secret to verify with. */
export interface Signature {
  accessKeyId?: string;
  region?: string;
  /** The signing name of the service, e.g. `ec2`. */
  service?: string;
  sessionToken?: string;
}

export function signatureOf(request: WireRequest, url: URL): Signature {
  const credential =
    /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1] ??
    url.searchParams.get('X-Amz-Credential');
  if (!credential) {
    return {};
  }
  const [accessKeyId, , region, service] = credential.split('/');
  return {
    accessKeyId,
    region,
    service,
    sessionToken:
      request.headers['x-amz-security-token'] ??
      url.searchParams.get('X-Amz-Security-Token') ??
      undefined,
  };
}
