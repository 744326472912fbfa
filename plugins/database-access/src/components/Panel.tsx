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

import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { ReactNode } from 'react';

/**
 * A titled part of a page. The catalog's own card, so that it looks like its neighbours on an entity page of either
 * frontend system.
 */
export function Panel(props: {
  title: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <EntityInfoCard
      title={props.title}
      headerActions={props.actions}
      footerActions={props.footer}
    >
      {props.children}
    </EntityInfoCard>
  );
}
