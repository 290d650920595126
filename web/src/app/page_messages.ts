import { add_messages } from "./messages.ts";
import fr from "./pages.fr.json";

// What several pages say, and the first one never does. English comes with the language itself, so that
// no page carries it.
add_messages({ fr, en: {} });
