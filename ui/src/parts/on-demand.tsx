import { type ComponentType, lazy, Suspense, useState } from 'react';

/** A dialog or panel whose code is loaded when it is opened for the first time. */
export function onDemand<Props extends { opened: boolean }>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const View = lazy(async () => ({ default: await load() }));
  return function OnDemand(props: Props) {
    const [wanted, setWanted] = useState(props.opened);
    if (props.opened && !wanted) setWanted(true);
    if (!wanted) return null;
    return (
      <Suspense>
        <View {...props} />
      </Suspense>
    );
  };
}
