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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useEffect, useState } from 'react';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';

const SLOW_MILLISECONDS = 3_000;
const STUCK_MILLISECONDS = 10_000;

const useStyles = makeStyles(
  theme => ({
    lines: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      margin: theme.spacing(1, 0),
    },
    line: {
      height: 18,
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.action.hover,
      animation: '$pulse 1.6s ease-in-out infinite',
      '&:nth-child(2n)': { width: '60%' },
      '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
    },
    '@keyframes pulse': {
      '0%, 100%': { opacity: 1 },
      '50%': { opacity: 0.4 },
    },
  }),
  { name: 'DatabaseAccessWaiting' },
);

type Pace = 'normal' | 'slow' | 'stuck';

function usePace(): [Pace, () => void] {
  const [pace, setPace] = useState<Pace>('normal');
  const [round, setRound] = useState(0);
  useEffect(() => {
    setPace('normal');
    const timers = [
      setTimeout(() => setPace('slow'), SLOW_MILLISECONDS),
      setTimeout(() => setPace('stuck'), STUCK_MILLISECONDS),
    ];
    return () => timers.forEach(clearTimeout);
  }, [round]);
  return [pace, () => setRound(current => current + 1)];
}

/**
 * Keeps the place of what is being asked for, with as many lines as the answer roughly has, so that nothing jumps. It
 * owns up after three seconds that this is slow, and after ten it stops pretending to be nearly there.
 */
export function Waiting(props: {
  /** What is being waited for, as a sentence. */
  label: string;
  lines: number;
  onAskAgain(): void;
}) {
  const { label, lines, onAskAgain } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const [pace, restart] = usePace();

  if (pace === 'stuck') {
    const askAgain = () => {
      restart();
      onAskAgain();
    };
    return (
      <Notice
        tone="warning"
        role="alert"
        title={t('waiting.stuckTitle')}
        action={
          <Button size="small" variant="outlined" onClick={askAgain}>
            {t('retry.button')}
          </Button>
        }
      >
        {t('waiting.stuck')}
      </Notice>
    );
  }
  return (
    <div>
      <Typography variant="body2">{label}</Typography>
      <div className={classes.lines} aria-hidden>
        {Array.from({ length: lines }, (_, index) => (
          <div key={index} className={classes.line} />
        ))}
      </div>
      <Typography variant="body2" role="status">
        {pace === 'slow' && t('waiting.slow')}
      </Typography>
    </div>
  );
}
