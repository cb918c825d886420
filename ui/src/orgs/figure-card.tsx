import { Trans } from '@lingui/react/macro';
import { Card, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../parts/moment';

/** One figure. Where rows stand behind it, a press shows them. */
export function FigureCard(props: {
  label: ReactNode;
  /** `null` where there is nothing to count yet. */
  value: number | string | null;
  small?: boolean;
  onOpen?: () => void;
}) {
  const { value, small } = props;
  const words = (
    <>
      <Text component="span" display="block" fz={small ? 24 : 34} fw={650} lh={1.2} className="figures">
        {value === null ? '–' : typeof value === 'number' ? count(value) : value}
      </Text>
      <Text component="span" display="block" size="sm" c="dimmed">
        {props.label}
      </Text>
    </>
  );
  if (props.onOpen === undefined || value === 0) {
    return (
      <Card withBorder padding={small ? 'md' : 'lg'} radius="lg">
        {words}
      </Card>
    );
  }
  return (
    <Card withBorder padding={0} radius="lg">
      <UnstyledButton p={small ? 'md' : 'lg'} h="100%" onClick={props.onOpen}>
        {words}
        <Text component="span" display="block" size="sm" c="var(--mantine-color-anchor)" mt={4}>
          <Trans>Show them</Trans>
        </Text>
      </UnstyledButton>
    </Card>
  );
}
