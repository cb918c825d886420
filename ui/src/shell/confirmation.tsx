import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Asked } from '../parts/confirm';
import { Dialog } from '../parts/dialog';

/** The dialog that asks before something that cannot be taken back. */
export function Confirmation({ asked, onGone }: { asked: Asked; onGone: () => void }) {
  const [open, { close }] = useDisclosure(true);
  return (
    <Dialog opened={open} onClose={close} title={asked.title} transitionProps={{ onExited: onGone }}>
      <Stack>
        {typeof asked.words === 'string' ? <Text size="sm">{asked.words}</Text> : asked.words}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {asked.cancel}
          </Button>
          <Button
            color={asked.harmless ? undefined : 'red.8'}
            onClick={() => {
              close();
              asked.onConfirm();
            }}
          >
            {asked.act}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
