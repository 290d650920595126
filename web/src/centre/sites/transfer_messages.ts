import { add_messages } from "../../app/messages.ts";
import fr from "./transfer.fr.json";

add_messages(fr, () => import("./transfer.en.json"));
