#!/usr/bin/env node
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

const { existsSync } = require('fs');
const { join } = require('path');

// In the repository there are sources, in the published package what was built of them.
const inRepository = existsSync(join(__dirname, '../src'));
if (inRepository) {
  require('@backstage/cli/config/nodeTransform.cjs');
}
const { main } = require(inRepository ? '../src' : '../dist/index.cjs.js');

main(process.argv);
