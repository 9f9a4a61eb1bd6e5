import { useRef, useState } from 'preact/hooks';

/**
 * Keeps an act from being begun a second time while it is under way.
 * @returns whether it is under way, and what begins it
 */
export function useWorking(act: () => unknown): readonly [working: boolean, begin: () => void] {
  const [working, setWorking] = useState(false);
  // The state is seen at the next drawing only; a second press may come before.
  const busy = useRef(false);
  const run = async () => {
    try {
      await act();
    } finally {
      busy.current = false;
      setWorking(false);
    }
  };
  const begin = () => {
    if (busy.current) return;
    busy.current = true;
    setWorking(true);
    void run();
  };
  return [working, begin];
}
