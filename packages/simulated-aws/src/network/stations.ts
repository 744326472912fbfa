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

import type { Place } from '../core/state';
import type { EndpointService, VpcEndpoint } from '../services/ec2/state';
import type {
  LoadBalancer,
  TargetGroup,
} from '../services/elasticloadbalancing/state';
import type {
  ResourceConfiguration,
  ResourceGateway,
} from '../services/vpc-lattice/state';
import type { Client } from './question';

/** A thing of AWS that packets pass, and where it is. */
export type Station =
  | {
      kind: 'endpoint';
      place: Place;
      endpoint: VpcEndpoint;
      /** Of the interface that the packet came to. */
      subnetId: string;
    }
  | {
      kind: 'endpoint service';
      place: Place;
      service: EndpointService;
      vpcEndpointId: string;
    }
  | {
      kind: 'load balancer';
      place: Place;
      loadBalancer: LoadBalancer;
      group: TargetGroup;
      /** Name of the zone of the node that carries the packet. */
      availabilityZone: string;
    }
  | {
      kind: 'gateway';
      place: Place;
      gateway: ResourceGateway;
      /** Of the interface that the packet leaves it by. */
      address: string;
      /** What it was sent for. */
      configuration: ResourceConfiguration;
      /** Where it sends it: `address:port`. */
      sendsTo: string;
    }
  | {
      kind: 'service network';
      networkArn: string;
      /** Of the resource in the network. */
      associationId: string;
    };

/** From where a packet comes, and where it comes to first. */
export interface Departure {
  client: Client;
  /** `address:port`, as the client sees it. */
  sendsTo: string;
}
