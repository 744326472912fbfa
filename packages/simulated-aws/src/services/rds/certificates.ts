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

import type { Certificate } from '@aws-sdk/client-rds';
import type { Call } from '../../core/Service';
import { applyFilters } from './filters';
import { rdsPage } from './paging';
import type { RdsPart } from './part';
import { refuse } from './refusals';
import { digestOf } from '../../core/digest';

/**
 * The authorities of every Region, and when they end ("Using SSL/TLS to encrypt a connection to a DB instance or cluster",
 * Amazon RDS User Guide). The days differ between Regions; these are those of us-east-1.
 */
const AUTHORITIES: Record<string, { from: string; till: string }> = {
  'rds-ca-rsa2048-g1': { from: '2021-05-25', till: '2061-05-25' },
  'rds-ca-rsa4096-g1': { from: '2021-05-25', till: '2121-05-25' },
  'rds-ca-ecc384-g1': { from: '2021-05-25', till: '2121-05-25' },
};

/** The names of the authorities that a database may have. */
export const CERTIFICATE_AUTHORITIES = Object.keys(AUTHORITIES);

/** What a new database gets if nothing is said. */
export const DEFAULT_AUTHORITY = CERTIFICATE_AUTHORITIES[0];

function certificateAnswer(call: Call, name: string): Certificate {
  const { from, till } = AUTHORITIES[name];
  return {
    CertificateIdentifier: name,
    CertificateType: 'CA',
    Thumbprint: digestOf(`${call.region}/${name}`).slice(0, 40),
    ValidFrom: new Date(`${from}T00:00:00Z`),
    ValidTill: new Date(`${till}T00:00:00Z`),
    CertificateArn: `arn:aws:rds:${call.region}::cert:${name}`,
    CustomerOverride: false,
  };
}

const handlers: RdsPart['handlers'] = {
  DescribeCertificates(input, call) {
    // "This parameter isn't case-sensitive."
    const wanted = input.CertificateIdentifier?.toLowerCase();
    const asked = CERTIFICATE_AUTHORITIES.filter(
      name => wanted === undefined || name === wanted,
    );
    if (asked.length === 0) {
      throw refuse(
        'CertificateNotFound',
        `Certificate ${input.CertificateIdentifier} not found.`,
        404,
      );
    }
    // "This parameter isn't currently supported", the API Reference says of Filters.
    const found = applyFilters(asked, input.Filters, {});
    const { items, Marker } = rdsPage(found, name => name, input);
    return {
      DefaultCertificateForNewLaunches: DEFAULT_AUTHORITY,
      Certificates: items.map(name => certificateAnswer(call, name)),
      Marker,
    };
  },
};

export const certificates: RdsPart = { handlers };
