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

import { useState } from 'react';
import type { IdentityApi } from '@backstage/core-plugin-api';
import {
  Content,
  ErrorPanel,
  Page,
  ProxiedSignInPage,
} from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import CardActions from '@material-ui/core/CardActions';
import CardContent from '@material-ui/core/CardContent';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { DemoPerson, demoPeople } from './people';

/** The choice outlives a reload of the tab and nothing more. */
const STORAGE_KEY = 'towpath.demo-person';

/**
 * The first page of the demo: be one of the example people. There is no password; the backend offers this in
 * development only.
 */
export function DemoSignInPage(props: SignInPageProps) {
  const [person, setPerson] = useState(rememberedPerson);

  if (!person) {
    return <ChoosePerson onChoose={setPerson} />;
  }

  const succeed = (identity: IdentityApi) => {
    sessionStorage.setItem(STORAGE_KEY, person.providerId);
    props.onSignInSuccess(forgettingAtSignOut(identity));
  };
  return (
    <ProxiedSignInPage
      provider={person.providerId}
      onSignInSuccess={succeed}
      ErrorComponent={({ error }) => (
        <Page themeId="home">
          <Content>
            <ErrorPanel
              title={`${person.title} could not sign in`}
              error={error ?? new Error('The backend did not say why.')}
            />
            <Button
              variant="outlined"
              onClick={() => {
                sessionStorage.removeItem(STORAGE_KEY);
                setPerson(undefined);
              }}
            >
              Back
            </Button>
          </Content>
        </Page>
      )}
    />
  );
}

function ChoosePerson(props: { onChoose: (person: DemoPerson) => void }) {
  return (
    <Page themeId="home">
      <Content>
        <Typography variant="h2" component="h1" gutterBottom>
          Towpath
        </Typography>
        <Typography variant="subtitle1" component="p" paragraph>
          Private access to databases in other AWS accounts. This is a demo with
          example people and simulated AWS: choose who you are.
        </Typography>
        <Grid
          container
          component="ul"
          style={{ listStyle: 'none', padding: 0 }}
        >
          {demoPeople.map(person => (
            <Grid
              item
              component="li"
              xs={12}
              sm={6}
              md={4}
              key={person.providerId}
            >
              <Card style={{ height: '100%' }}>
                <CardContent>
                  <Typography variant="h5" component="h2" gutterBottom>
                    {person.title}
                  </Typography>
                  <Typography variant="body1">{person.story}</Typography>
                </CardContent>
                <CardActions>
                  <Button
                    color="primary"
                    variant="contained"
                    onClick={() => props.onChoose(person)}
                  >
                    Enter as {person.title.toLocaleLowerCase('en-US')}
                  </Button>
                </CardActions>
              </Card>
            </Grid>
          ))}
        </Grid>
      </Content>
    </Page>
  );
}

function rememberedPerson(): DemoPerson | undefined {
  const providerId = sessionStorage.getItem(STORAGE_KEY);
  return demoPeople.find(person => person.providerId === providerId);
}

function forgettingAtSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      sessionStorage.removeItem(STORAGE_KEY);
      await identity.signOut();
    },
  };
}
