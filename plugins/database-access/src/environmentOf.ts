import { Entity } from '@backstage/catalog-model';
import { PlanDatabase } from '@towpath/backstage-plugin-database-access-common';

/** As the backend's policies look for it, unless config says otherwise. */
const ENVIRONMENT_LABEL = 'environment';
const CLASSIFICATION_LABEL = 'data-classification';

const PRODUCTION_WORDS: readonly string[] = ['production', 'prod'];

/** What people tag databases with that nobody's business depends on. */
const OTHER_TAGS: readonly string[] = [
  'staging',
  'test',
  'development',
  'dev',
  'sandbox',
];

const PRODUCTION = 'production';

/** What is known of a database: what AWS's tags said to the policy, and what the catalog has of it. */
export interface KnownDatabase {
  planned?: PlanDatabase;
  entity?: Entity;
}

/**
 * The environment of a database; `production` in whatever words, undefined if nobody says one. What the policy went by comes
 * first, so that whoever decides sees what it saw.
 */
export function environmentOf(database: KnownDatabase): string | undefined {
  const { planned, entity } = database;
  const tags = entity?.metadata.tags ?? [];
  const environment =
    planned?.environment ??
    tags.find(isProductionWord) ??
    labelOf(entity, ENVIRONMENT_LABEL) ??
    tags.find(tag => OTHER_TAGS.includes(tag));
  return environment && isProductionWord(environment)
    ? PRODUCTION
    : environment;
}

/** Whether anybody, AWS's tags or the catalog, says that real business depends on it. */
export function isProduction({ planned, entity }: KnownDatabase): boolean {
  return [{ planned }, { entity }].some(
    known => environmentOf(known) === PRODUCTION,
  );
}

/** The class of the data of a database, e.g. `confidential`; what the policy went by comes first. */
export function classificationOf(database: KnownDatabase): string | undefined {
  const { planned, entity } = database;
  return planned?.dataClassification ?? labelOf(entity, CLASSIFICATION_LABEL);
}

function labelOf(entity: Entity | undefined, key: string): string | undefined {
  return entity?.metadata.labels?.[key];
}

function isProductionWord(word: string): boolean {
  return PRODUCTION_WORDS.includes(word.toLocaleLowerCase('en-US'));
}
