import { add_messages } from "./messages.ts";
import en from "./pages.en.json";
import fr from "./pages.fr.json";

// What several pages say, and the first one never does.
add_messages({ fr, en });
