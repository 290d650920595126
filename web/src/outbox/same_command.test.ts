import { expect, test } from "vitest";
import { SameCommand } from "./same_command.ts";

test("TheSameAnswersAreTheSameCommandUntilDone", () => {
    let last = 0;
    const commands = new SameCommand(() => String(++last));
    expect(commands.for({ a: 1 })).toBe("1");
    expect(commands.for({ a: 1 })).toBe("1");
    expect(commands.for({ a: 2 })).toBe("2");
    commands.done();
    expect(commands.for({ a: 2 })).toBe("3");
});

// It may have arrived: as another command, the corrected one would be done beside it.
test("CorrectedAnswersOfAFormGoWithTheIdOfTheOnesThatNobodyAnswered", () => {
    let last = 0;
    const commands = new SameCommand(() => String(++last));
    expect(commands.for({ a: 1 })).toBe("1");
    commands.answered(false);
    expect(commands.for({ a: 2 })).toBe("1");
    commands.answered(true);
    expect(commands.for({ a: 2 })).toBe("1");
    expect(commands.for({ a: 3 })).toBe("2");
});
