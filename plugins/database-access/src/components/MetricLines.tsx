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

import { useTheme } from '@material-ui/core/styles';
import { DateTime } from 'luxon';
import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartPoint } from '../metricSeries';

const DAY = 24 * 3_600_000;

/** The curve of one series. Only to be looked at: who shows it says in words what it shows. */
export function MetricLines(props: {
  name: string;
  points: ChartPoint[];
  format(value: number): string;
}) {
  const { name, points, format } = props;
  const { palette, typography, shape } = useTheme();
  const text = { fill: palette.text.secondary, fontSize: 12 };
  const length = points.length
    ? points[points.length - 1].at - points[0].at
    : 0;
  const tick = (at: number) =>
    DateTime.fromMillis(at, { zone: 'utc' }).toFormat(
      length > DAY ? 'MM-dd HH:mm' : 'HH:mm',
    );
  return (
    <ResponsiveContainer
      width="100%"
      height={160}
      // Until it is measured, and where it cannot be.
      initialDimension={{ width: 480, height: 160 }}
    >
      <AreaChart
        data={points}
        accessibilityLayer={false}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke={palette.divider} vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={tick}
          tick={text}
          stroke={palette.divider}
          minTickGap={32}
        />
        <YAxis
          tickFormatter={format}
          tick={text}
          stroke={palette.divider}
          width={72}
          tickCount={4}
          domain={[0, 'auto']}
        />
        <Tooltip
          labelFormatter={at =>
            `${DateTime.fromMillis(Number(at), { zone: 'utc' }).toFormat(
              'yyyy-MM-dd HH:mm',
            )} UTC`
          }
          formatter={value => [format(Number(value)), name]}
          contentStyle={{
            backgroundColor: palette.background.paper,
            borderColor: palette.divider,
            borderRadius: shape.borderRadius,
            color: palette.text.primary,
            fontFamily: typography.fontFamily,
          }}
        />
        <Area
          dataKey="value"
          type="linear"
          stroke={palette.primary.main}
          fill={palette.primary.main}
          fillOpacity={0.15}
          strokeWidth={2}
          connectNulls={false}
          isAnimationActive={false}
          dot={({ cx, cy, index }) => (
            <circle
              key={index}
              cx={cx}
              cy={cy}
              r={isAlone(points, index) ? 2.5 : 0}
              fill={palette.primary.main}
            />
          )}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}

/** Between two gaps there is no line to see. */
function isAlone(points: ChartPoint[], index: number): boolean {
  const isGap = (at: number) => (points[at]?.value ?? null) === null;
  return !isGap(index) && isGap(index - 1) && isGap(index + 1);
}
