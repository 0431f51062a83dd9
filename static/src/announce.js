// What a swap shows is also said: a fragment has it in data-announce, such as « 17 communs ».
document.addEventListener("htmx:afterSettle", (event) => {
  const spoken = event.target.closest?.("[data-announce]") ?? event.target.querySelector?.("[data-announce]");
  if (spoken) document.getElementById("announcement").textContent = spoken.dataset.announce;
});
