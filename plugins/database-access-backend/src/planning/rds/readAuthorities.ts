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

import { paginateDescribeCertificates } from '@aws-sdk/client-rds';
import { ReadSession } from '../../aws';

/** When the certificate authorities of a Region end, ISO 8601, by their identifiers. */
export type Authorities = ReadonlyMap<string, string>;

/**
 * All authorities that sign the certificates of databases in this lane.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readAuthorities({
  rds,
}: ReadSession): Promise<Authorities> {
  const ends = new Map<string, string>();
  const pages = paginateDescribeCertificates(
    { client: rds, pageSize: 100 },
    {},
  );
  for await (const { Certificates = [] } of pages) {
    for (const { CertificateIdentifier, ValidTill } of Certificates) {
      if (CertificateIdentifier && ValidTill) {
        ends.set(CertificateIdentifier, ValidTill.toISOString());
      }
    }
  }
  return ends;
}
