(function(){
var place=document.getElementById("here"),start=document.querySelector("time");
if(!place||!start)return;
var at=new Date(start.dateTime);
place.hidden=-at.getTimezoneOffset()==place.dataset.offset;
if(place.hidden)return;
var language=document.documentElement.lang.replace(/^en$/,"en-GB")+"-u-ca-gregory-hc-h23-nu-latn";
var when=new Intl.DateTimeFormat(language,{weekday:"long",day:"numeric",month:"long",year:"numeric",hour:"2-digit",minute:"2-digit"}).format(at);
place.textContent=place.dataset.say.replace("{when}",function(){return when});
})();
