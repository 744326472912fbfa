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

/** What a line of an access log says of the connections of one share, and of no other in that log. */
export interface ConnectionMark {
  /** Of the endpoint that the network came by. */
  vpcEndpointId?: string;
  /** Of the database in the service network. */
  resourceAssociationId?: string;
  /** Of the clients, where they come by no endpoint. */
  vpcId?: string;
}

/** Whose owner can keep a log of who connects, and which of its lines are a share's. */
export interface AccessLogSource {
  /** Of a resource configuration or a service network. */
  resourceId: string;
  mark: ConnectionMark;
}
