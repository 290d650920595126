import { read_counts, type Totals } from "../../../api/closed_counts.ts";
import { all_counts, sum_of } from "./counts.ts";
import { counts_on_device } from "./store.ts";

// `plates`: those that wait to be brought in.
export type CountsFound = { [Name in keyof Totals]: number };

// What was counted while the post was closed, on the node and on this device; null where there is nothing.
export async function find_counts(): Promise<CountsFound | null> {
    const [reply, on_device] = await Promise.all([
        read_counts({ background: true }),
        counts_on_device(),
    ]);
    const counts = all_counts(reply.ok ? reply.value.counts : [], on_device, 0);
    return counts.length > 0 ? sum_of(counts) : null;
}
