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

import { useEffect, useRef } from 'react';

/** As much of a field's props as is needed to find its siblings. */
interface FieldOfForm {
  name: string;
  idSchema?: { $id: string };
  registry?: { rootSchema: unknown };
  formContext?: { formData?: Record<string, unknown> };
}

const CONTROLS = 'input, select, textarea, button';

/**
 * Takes a person to the first required field of the step that is still empty, unless they are somewhere already. Every
 * field of ours does so once it can be used, because those that ask the backend come later than the others.
 *
 * @param ready - the field is on the screen
 */
export function useFocusOnFirstEmpty(props: FieldOfForm, ready: boolean): void {
  const done = useRef(false);
  useEffect(() => {
    if (!ready || done.current) {
      return;
    }
    done.current = true;
    const { activeElement, body } = document;
    if (activeElement && activeElement !== body) {
      return;
    }
    const first = firstEmptyOf(props);
    const id = props.idSchema?.$id;
    if (first && id) {
      controlOf(id.slice(0, -props.name.length) + first)?.focus();
    }
  }, [props, ready]);
}

function firstEmptyOf({ registry, formContext }: FieldOfForm) {
  const { required = [], properties = {} } = (registry?.rootSchema ?? {}) as {
    required?: string[];
    properties?: Record<string, unknown>;
  };
  const values = formContext?.formData ?? {};
  return Object.keys(properties).find(
    name =>
      required.includes(name) && ['', undefined].includes(values[name] as ''),
  );
}

/** The id is the control's in one theme, and that of something around it in the other. */
function controlOf(id: string): HTMLElement | null | undefined {
  const element = document.getElementById(id);
  return element?.matches(CONTROLS)
    ? element
    : element?.querySelector<HTMLElement>(CONTROLS);
}
